import assert from "node:assert/strict";
// @ts-types="@modelcontextprotocol/sdk/validation/ajv"
import { AjvJsonSchemaValidator } from "@modelcontextprotocol/sdk/validation/ajv";
import { bundlesIn, serverJson } from "../../../src/cli/print/server_json.ts";
import { FileError } from "../../../src/lib/atomic_file.ts";
import { UserError } from "../../../src/mcp/errors.ts";
import { bundleOf, targets } from "../../release/targets.ts";
import { inFolder } from "../../support/folder.ts";
import { printOrder } from "./support.ts";

/** What is printed with these words on the command line and these flags of the command itself. */
async function entryFor(
  args: string[] = [],
  own: { repository?: string; checksums?: string } = {},
) {
  const order = await printOrder(args);
  const text = await serverJson.render({ ...order, settings: { ...order.settings, ...own } });
  assert(text.endsWith("}\n"));
  return JSON.parse(text);
}

const repository = "https://github.com/Acme/kimai-mcp";

Deno.test("the entry holds what the format demands: names, lengths, versions, checksums", async () => {
  // The rules of the form of 2025-12-11, in which these fields are limited.
  const { version } = await printOrder();
  const entry = await entryFor();
  assert.match(entry.$schema, /\/schemas\/2025-12-11\/server\.schema\.json$/);
  assert.match(entry.name, /^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/);
  assert(entry.name.length <= 200);
  assert(entry.title.length >= 1 && entry.title.length <= 100);
  assert(entry.description.length >= 1 && entry.description.length <= 100);
  assert.equal(entry.version, version);
  assert.deepEqual(Object.keys(entry.repository), ["url", "source"]);
  for (const { registryType, identifier, fileSha256, transport, ...one } of entry.packages) {
    assert.equal(registryType, "mcpb");
    assert.match(identifier, /^https:\/\/github\.com\/.+mcp/);
    assert.match(fileSha256, /^[a-f0-9]{64}$/);
    assert.deepEqual(transport, { type: "stdio" });
    assert.equal(one.version, version);
  }
});

const schemaFile = Deno.env.get("MCP_SERVER_SCHEMA");
Deno.test({
  name: schemaFile
    ? "the entry is valid against the registry's schema"
    : "the entry is valid against the registry's schema (skipped: no copy of it is at hand, MCP_SERVER_SCHEMA names none)",
  ignore: !schemaFile,
  async fn() {
    const schema = JSON.parse(await Deno.readTextFile(schemaFile!));
    const validate = new AjvJsonSchemaValidator().getValidator(schema);
    for (const args of [[], ["--public-url=https://mcp.acme.example"]]) {
      const { valid, errorMessage } = validate(await entryFor(args, { repository }));
      assert(valid, errorMessage);
    }
  },
});

Deno.test("the packages are a release's bundles, in the name of the repository's owner", async () => {
  const { version } = await printOrder();
  const entry = await entryFor([], { repository });
  assert.equal(entry.name, "io.github.Acme/kimai-mcp");
  assert.deepEqual(entry.repository, { url: repository, source: "github" });
  const bundles = targets.map(bundleOf);
  assert.deepEqual(
    entry.packages.map(({ identifier }: { identifier: string }) => identifier),
    bundles.map((name) => `${repository}/releases/download/v${version}/${name}`),
  );
});

Deno.test("a client learns which variables a package needs, and which is secret", async () => {
  const [{ environmentVariables }] = (await entryFor()).packages;
  const facts = environmentVariables.map((
    { name, isRequired, isSecret, default: fallback }: Record<string, unknown>,
  ) => [name, isRequired, isSecret, fallback]);
  assert.deepEqual(facts, [
    ["KIMAI_URL", true, false, undefined],
    ["KIMAI_API_TOKEN", true, true, undefined],
    ["KIMAI_SSL_VERIFY", false, false, "true"],
  ]);
});

Deno.test("with a file of checksums the packages are the bundles in it, with their checksums", async () => {
  const [one, other, third] = ["a1", "b2", "c3"].map((pair) => pair.repeat(32));
  await inFolder(async (path) => {
    const lines = [
      `${one}  kimai-mcp-linux-x64`,
      `${other}  kimai-mcp-linux-x64.mcpb`,
      `${third.toUpperCase()} *dist/kimai-mcp-windows-x64.mcpb\r`,
      "",
    ];
    await Deno.writeTextFile(path("SHA256SUMS"), lines.join("\n"));
    const { packages } = await entryFor([], { repository, checksums: path("SHA256SUMS") });
    const facts = packages.map((
      { identifier, fileSha256 }: Record<string, string>,
    ) => [identifier.replace(/^.*\//, ""), fileSha256]);
    assert.deepEqual(facts, [
      ["kimai-mcp-linux-x64.mcpb", other],
      ["kimai-mcp-windows-x64.mcpb", third],
    ]);
  });
});

Deno.test("a file of checksums without a bundle is refused, and one that is not there", async () => {
  await inFolder(async (path) => {
    await Deno.writeTextFile(path("sums"), `${"a".repeat(64)}  kimai-mcp-linux-x64\n`);
    const none = new FileError(
      `Cannot use "${path("sums")}" as --checksums: there is no line of an .mcpb in it`,
    );
    await assert.rejects(entryFor([], { checksums: path("sums") }), none);
    await assert.rejects(entryFor([], { checksums: path("absent") }), FileError);
  });
});

Deno.test("lines that name no bundle or no whole checksum are passed over", () => {
  const sum = "0a".repeat(32);
  assert.deepEqual(bundlesIn(`${sum.slice(1)}  a.mcpb\n${sum}  a b.mcpb\n${sum} a.mcpb\n`), []);
  assert.deepEqual(bundlesIn(`${sum}  a.mcpb`), [{ name: "a.mcpb", sha256: sum }]);
});

Deno.test("a public URL becomes a remote, and without one there is none", async () => {
  const { remotes } = await entryFor(["--public-url=https://mcp.acme.example/"]);
  assert.deepEqual(remotes, [{ type: "streamable-http", url: "https://mcp.acme.example/mcp" }]);
  assert.equal((await entryFor()).remotes, undefined);
});

Deno.test("a repository elsewhere than at GitHub is refused", async () => {
  for (
    const url of ["https://gitlab.com/a/b", "https://github.com/a", "https://github.com/a/b/c"]
  ) {
    await assert.rejects(
      entryFor([], { repository: url }),
      new UserError(
        `Cannot use "${url}" as --repository: write it like https://github.com/owner/kimai-mcp`,
      ),
    );
  }
  const { repository: { url } } = await entryFor([], { repository: `${repository}.git` });
  assert.equal(url, repository);
});
