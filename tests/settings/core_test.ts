import assert from "node:assert/strict";
import { asksFor, coreSettings } from "../../src/settings/core.ts";
import { openSources, type System } from "../../src/settings/sources.ts";
import { readSettings } from "../../src/settings/table.ts";
import { emptySystem } from "../support/command.ts";

function started(args: string[], env: Record<string, string> = {}) {
  const system: System = {
    ...emptySystem,
    args,
    env: (name) => env[name],
    names: () => Object.keys(env),
  };
  return openSources(coreSettings, system);
}

Deno.test("without flags the server serves a real Kimai and logs from info up", async () => {
  assert.deepEqual(readSettings(coreSettings, await started([])).settings, {
    audit: undefined,
    demo: false,
    read_only: false,
    tools: [],
    toolsets: [],
    exclude_tools: [],
    log_level: "info",
    log_format: "json",
    help: false,
    version: false,
  });
});

/** The settings that count for some arguments and variables. */
async function settingsOf(args: string[], env: Record<string, string> = {}) {
  return readSettings(coreSettings, await started(args, env)).settings;
}

Deno.test("demo and log level come from variables of this server's own", async () => {
  const env = { KIMAI_MCP_DEMO: "1", KIMAI_MCP_LOG_LEVEL: "Debug", DEMO: "0", LOG_LEVEL: "error" };
  const { demo, log_level } = await settingsOf([], env);
  assert.deepEqual([demo, log_level], [true, "debug"]);
});

Deno.test("level and format of the log have the names of other servers, which count less", async () => {
  const levelOf = async (env: Record<string, string>) => (await settingsOf([], env)).log_level;
  assert.equal(await levelOf({ LOG_LEVEL: "error" }), "error");
  assert.equal(await levelOf({ LOG_LEVEL: "error", MCP_LOG_LEVEL: "debug" }), "debug");
  const all = { LOG_LEVEL: "error", MCP_LOG_LEVEL: "debug", KIMAI_MCP_LOG_LEVEL: "warning" };
  assert.equal(await levelOf(all), "warning");
  assert.equal((await settingsOf(["--log-level", "info"], all)).log_level, "info");
  const formats = { LOG_FORMAT: "simple", KIMAI_MCP_LOG_FORMAT: "json" };
  assert.equal((await settingsOf([], { LOG_FORMAT: "simple" })).log_format, "simple");
  assert.equal((await settingsOf([], formats)).log_format, "json");
});

const called: [word: string, level: string][] = [
  ["critical", "error"],
  ["FATAL", "error"],
  ["Warn", "warning"],
  ["notice", "info"],
  ["VERBOSE", "debug"],
  ["trace", "debug"],
  ["10", "debug"],
  ["20", "info"],
  ["30", "warning"],
  ["40", "error"],
  ["50", "error"],
  ["DEBUG", "debug"],
];

Deno.test("a level is known by its other names, by flag as by variable, in any case", async () => {
  for (const [word, level] of called) {
    assert.equal((await settingsOf(["--log-level", word])).log_level, level, word);
    for (const variable of ["KIMAI_MCP_LOG_LEVEL", "MCP_LOG_LEVEL", "LOG_LEVEL"]) {
      assert.equal((await settingsOf([], { [variable]: word })).log_level, level, word);
    }
  }
});

Deno.test("combined is another name of the simple format", async () => {
  assert.equal((await settingsOf(["--log-format", "Combined"])).log_format, "simple");
  assert.equal((await settingsOf([], { LOG_FORMAT: "combined" })).log_format, "simple");
});

Deno.test("a level or format that nobody knows is refused with those there are", async () => {
  await assert.rejects(settingsOf(["--log-level=60", "--log-format=constructor"]), {
    message:
      'Cannot use "60" from the command line as --log-level (KIMAI_MCP_LOG_LEVEL): give debug, info, warning or error\n' +
      'Cannot use "constructor" from the command line as --log-format (KIMAI_MCP_LOG_FORMAT): give json or simple',
  });
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
