import assert from "node:assert/strict";
import {
  type Given,
  inheritedFrom,
  launchOf,
  servingPermissions,
  variablesFor,
} from "../../../src/cli/setup/launch.ts";
import { kimai } from "../../../src/connectors/kimai/mod.ts";
import { coreSettings } from "../../../src/settings/core.ts";
import { httpSettings } from "../../../src/settings/http.ts";
import { openSources } from "../../../src/settings/sources.ts";
import type { SettingRows } from "../../../src/settings/table.ts";
import { emptySystem } from "../../support/command.ts";
import { flagsOf } from "../../support/program.ts";

const rows: SettingRows = { ...coreSettings, ...httpSettings, ...kimai.settings };

Deno.test("a compiled program is its own command", () => {
  const running = { execPath: "/opt/kimai-mcp", standalone: true, mainModule: "file:///x/main.js" };
  const env = { KIMAI_URL: "https://kimai.test" };
  assert.deepEqual(launchOf(running, env), { command: "/opt/kimai-mcp", args: [], env });
});

Deno.test("under deno run the command is deno with the permissions and the module that was started", () => {
  const running = { execPath: "/bin/deno", standalone: false };
  assert.deepEqual(launchOf({ ...running, mainModule: "file:///my%20src/main.ts" }, {}).args, [
    "run",
    ...servingPermissions,
    Deno.build.os === "windows" ? "\\my src\\main.ts" : "/my src/main.ts",
  ]);
  const remote = "https://example.com/main.js";
  assert.equal(launchOf({ ...running, mainModule: remote }, {}).args.at(-1), remote);
});

Deno.test("serving is permitted what the start task permits, but for what only commands need", () => {
  const commands = ["--allow-run", "--allow-sys"];
  const start = flagsOf("start").filter((flag) => !commands.includes(flag.split("=")[0]));
  assert.deepEqual(start, servingPermissions);
});

async function variablesOf(args: string[], given: Given = { values: {}, files: {} }) {
  const sources = await openSources(rows, {
    ...emptySystem,
    args,
    env: (name) => name === "KIMAI_MCP_TOOLSETS" ? "time" : undefined,
  });
  return await variablesFor(
    { rows, sources, given },
    (value) => Promise.resolve(value.endsWith(".pem") ? `/absolute/${value}` : value),
  );
}

Deno.test("credentials become variables, secrets by their file, paths absolute", async () => {
  assert.deepEqual(
    await variablesOf([], {
      values: { kimai_url: "https://kimai.test", kimai_token: "hidden", ssl_verify: "ca.pem" },
      files: { kimai_token: "/secrets/token" },
    }),
    {
      KIMAI_URL: "https://kimai.test",
      KIMAI_API_TOKEN_FILE: "/secrets/token",
      KIMAI_SSL_VERIFY: "/absolute/ca.pem",
    },
  );
});

Deno.test("what stood on the command line becomes a variable where stdio has a use for it", async () => {
  const flags = [
    "--read-only",
    "--tools=timer",
    "--tools=find",
    "--kimai-timeout=5",
    "--port=80",
    "--kimai-user=3",
  ];
  assert.deepEqual(await variablesOf(flags), {
    KIMAI_MCP_READ_ONLY: "true",
    KIMAI_MCP_TOOLS: "timer,find",
    KIMAI_TIMEOUT: "5",
  });
});

Deno.test("what an earlier entry had beside its credentials stays, its flags as variables", async () => {
  const env = {
    KIMAI_URL: "https://old.test",
    KIMAI_API_TOKEN: "in clear",
    KIMAI_DEFAULT_USER: "3",
    KIMAI_MCP_DEMO: "true",
    KIMAI_MCP_TOOLSETS: "absence",
    MCP_LOG_LEVEL: "debug",
    HTTPS_PROXY: "http://proxy.test",
  };
  const earlier = {
    env,
    settings: new Map([["read_only", { text: "true", from: "the command line" }]]),
  };
  const sources = await openSources(rows, { ...emptySystem, args: ["--toolsets=time"] });
  const given = {
    values: { kimai_url: "https://kimai.test", kimai_token: "hidden" },
    files: { kimai_token: "/secrets/token" },
  };
  const as = (value: string) => Promise.resolve(value);
  assert.deepEqual(await variablesFor({ rows, sources, given, earlier }, as), {
    KIMAI_URL: "https://kimai.test",
    KIMAI_API_TOKEN_FILE: "/secrets/token",
    KIMAI_MCP_READ_ONLY: "true",
    KIMAI_MCP_TOOLSETS: "time",
    MCP_LOG_LEVEL: "debug",
    HTTPS_PROXY: "http://proxy.test",
  });
});

Deno.test("a server is tried without the settings of this shell", () => {
  const env: Record<string, string> = {
    PATH: "/bin",
    KIMAI_URL: "https://kimai.test",
    KIMAI_API_TOKEN_FILE: "/t",
    LOG_LEVEL: "debug",
  };
  const system = {
    ...emptySystem,
    env: (name: string) => env[name],
    names: () => Object.keys(env),
  };
  assert.deepEqual(inheritedFrom(system, rows), { PATH: "/bin" });
});
