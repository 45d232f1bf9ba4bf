import assert from "node:assert/strict";
import { asksFor, coreSettings } from "../../src/settings/core.ts";
import { openSources, type System } from "../../src/settings/sources.ts";
import { readSettings } from "../../src/settings/table.ts";

function started(args: string[], env: Record<string, string> = {}) {
  const system: System = {
    args,
    env: (name) => env[name],
    readTextFile: () => Promise.reject(new Deno.errors.NotFound()),
    stat: () => Promise.reject(new Deno.errors.NotFound()),
    windows: false,
  };
  return openSources(coreSettings, system);
}

Deno.test("without flags the server serves a real Kimai and logs from info up", async () => {
  assert.deepEqual(readSettings(coreSettings, await started([])).settings, {
    demo: false,
    read_only: false,
    tools: [],
    toolsets: [],
    exclude_tools: [],
    log_level: "info",
    help: false,
    version: false,
  });
});

Deno.test("demo and log level come from variables of this server's own", async () => {
  const env = { KIMAI_MCP_DEMO: "1", KIMAI_MCP_LOG_LEVEL: "Debug", DEMO: "0", LOG_LEVEL: "error" };
  const { settings } = readSettings(coreSettings, await started([], env));
  assert.deepEqual([settings.demo, settings.log_level], [true, "debug"]);
});

Deno.test("help and version are asked for by flag, long or short, and by no variable", async () => {
  assert.equal(asksFor(await started(["--help"])), "help");
  assert.equal(asksFor(await started(["-h"])), "help");
  assert.equal(asksFor(await started(["--version"])), "version");
  assert.equal(asksFor(await started(["-V"])), "version");
  assert.equal(asksFor(await started(["-Vh"])), "help");
  assert.equal(asksFor(await started(["--help=false"])), undefined);
  assert.equal(asksFor(await started([], { HELP: "1", VERSION: "1" })), undefined);
});

Deno.test("help is given although another setting is wrong", async () => {
  const sources = await started(["--bogus", "-h"], { KIMAI_MCP_LOG_LEVEL: "loud" });
  assert.equal(asksFor(sources), "help");
});
