import assert from "node:assert/strict";
import { manifest, mcpbManifest, type Platform } from "../../../src/cli/print/mcpb_manifest.ts";
import { createServer } from "../../support/server.ts";
import { printOrder } from "./support.ts";

const tools = [{ name: "status", description: "Whether it works", title: "Status" }];

function manifestFor(platform: Platform = "linux") {
  return mcpbManifest({ version: "1.2.3", platform, tools });
}

Deno.test("the person is asked for every credential, and nothing else has to be answered", () => {
  const { user_config: options } = manifestFor();
  const facts = Object.entries(options).map(([key, option]) => {
    const { type, required, sensitive = false, default: fallback } = option;
    return [key, type, required, sensitive, fallback];
  });
  assert.deepEqual(facts, [
    ["kimai_url", "string", true, false, undefined],
    ["kimai_token", "string", true, true, undefined],
    ["ssl_verify", "string", false, false, "true"],
    ["read_only", "boolean", false, false, false],
  ]);
});

Deno.test("an option that may be left empty has a default, or its placeholder would arrive as the value", () => {
  for (const [key, option] of Object.entries(manifestFor().user_config)) {
    assert(option.required || option.default !== undefined, key);
  }
});

Deno.test("each answer reaches the server in the variable that it reads", () => {
  const { server, user_config: options } = manifestFor();
  assert.deepEqual(server.mcp_config.env, {
    KIMAI_URL: "${user_config.kimai_url}",
    KIMAI_API_TOKEN: "${user_config.kimai_token}",
    KIMAI_SSL_VERIFY: "${user_config.ssl_verify}",
    KIMAI_MCP_READ_ONLY: "${user_config.read_only}",
  });
  const used = Object.values(server.mcp_config.env)
    .map((text) => /^\$\{user_config\.(\w+)\}$/.exec(text)![1]);
  assert.deepEqual(used, Object.keys(options));
});

Deno.test("a bundle is for one system, whose executable it starts", () => {
  const started = (["linux", "darwin", "win32"] as const).map((platform) => {
    const { server, compatibility } = manifestFor(platform);
    return [server.entry_point, server.mcp_config.command, compatibility.platforms];
  });
  const plain = ["server/kimai-mcp", "${__dirname}/server/kimai-mcp"];
  assert.deepEqual(started, [
    [...plain, ["linux"]],
    [...plain, ["darwin"]],
    ["server/kimai-mcp.exe", "${__dirname}/server/kimai-mcp.exe", ["win32"]],
  ]);
});

Deno.test("tools are named with what they are for, and nothing else of them", () => {
  assert.deepEqual(manifestFor().tools, [{ name: "status", description: "Whether it works" }]);
});

Deno.test("what is printed has this version and all tools", async () => {
  const order = await printOrder();
  const printed = JSON.parse(await manifest.render(order));
  assert.equal(printed.version, order.version);
  const { offers } = await createServer().catalogue();
  assert.deepEqual(
    printed.tools.map(({ name }: { name: string }) => name),
    offers.map(({ tool }) => tool.name),
  );
});
