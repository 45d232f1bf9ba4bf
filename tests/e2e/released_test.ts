import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { sha256Of } from "../release/checksums.ts";
import { npx } from "../release/command.ts";
import { manifestOf, packBundle, unpackBundle } from "../release/mcpb.ts";
import { ownTarget } from "../release/targets.ts";
import { overStdio } from "../support/clients.ts";
import { createFolder } from "../support/folder.ts";
import { demoToken, serveDemo } from "./kimais.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const binary = Deno.env.get("KIMAI_MCP_BIN");

const noBinary = binary === undefined ? "KIMAI_MCP_BIN names no executable" : undefined;
const noPacker = noBinary ?? (await hasNpx() ? undefined : "npx is not there");

async function hasNpx(): Promise<boolean> {
  try {
    return (await new Deno.Command(npx, { args: ["--version"] }).output()).success;
  } catch {
    return false;
  }
}

/** A test of the compiled program, unless there is a reason why it cannot be. */
function releaseTest(
  name: string,
  missing: string | undefined,
  test: (executable: string) => Promise<void>,
): void {
  Deno.test({
    name: missing === undefined ? name : `${name} (skipped: ${missing})`,
    ignore: missing !== undefined,
    fn: () => test(resolve(root, binary!)),
  });
}

/** A string of a manifest with its placeholders filled, as a host does it. */
function fill(text: string, values: Record<string, string>): string {
  return text.replace(/\$\{([\w.]+)\}/g, (_, name: string) => values[name]);
}

type Manifest = Awaited<ReturnType<typeof manifestOf>>;

/** How a host starts what is in a bundle, for a person who answered only what has to be answered. */
function startOf({ server, user_config }: Manifest, folder: string, given: Record<string, string>) {
  const values: Record<string, string> = { __dirname: folder };
  for (const [key, { default: usual }] of Object.entries(user_config)) {
    values[`user_config.${key}`] = given[key] ?? `${usual}`;
  }
  const { command, args, env } = server.mcp_config;
  return {
    command: fill(command, values),
    args: args.map((arg) => fill(arg, values)),
    env: Object.fromEntries(Object.entries(env).map(([name, text]) => [name, fill(text, values)])),
    cwd: folder,
  };
}

releaseTest(
  "a bundle holds the executable, and unpacked it starts as its manifest says",
  noPacker,
  async (executable) => {
    await using kimai = serveDemo();
    await using folder = await createFolder();
    const file = join(folder.path, "kimai-mcp.mcpb");
    const inside = (name: string) => join(folder.path, "unpacked", name);
    await packBundle(ownTarget!, executable, file);
    await unpackBundle(file, inside(""));
    const names = (await Array.fromAsync(Deno.readDir(inside("")))).map(({ name }) => name);
    assert.deepEqual(names.sort(), ["LICENSE", "manifest.json", "server"]);
    const manifest: Manifest = JSON.parse(await Deno.readTextFile(inside("manifest.json")));
    const entry = inside(manifest.server.entry_point);
    assert.equal(await sha256Of(entry), await sha256Of(executable));
    if (Deno.build.os !== "windows") assert.equal((await Deno.stat(entry)).mode! & 0o777, 0o755);

    const given = { kimai_url: kimai.url, kimai_token: demoToken };
    await using server = await overStdio(startOf(manifest, inside("."), given), "v1");
    const { tools } = await server.client.listTools();
    assert.deepEqual(tools.map(({ name }) => name), manifest.tools.map(({ name }) => name));
    const { isError, text } = await server.call("status");
    assert.equal(isError, false, text);
    assert.match(text, new RegExp(kimai.url));
  },
);

releaseTest("the executable holds at most 95 MB", noBinary, async (executable) => {
  const { size } = await Deno.stat(executable);
  assert(size <= 95e6, `it holds ${(size / 1e6).toFixed(1)} MB`);
});

releaseTest("the executable tells nothing of where it was made", noBinary, async (executable) => {
  const text = new TextDecoder("latin1").decode(await Deno.readFile(executable));
  // Paths in it have neither a slash before them nor, on Windows, backslashes.
  const place = root.replaceAll("\\", "/").replace(/^\/|\/$/g, "");
  assert(!text.includes(place), place);
  assert.match(text, /"entrypoint_key":"main\.js"/);
  assert.match(text, /"import_map":null/);
});
