import assert from "node:assert/strict";
import { examineSettings } from "../../../src/cli/doctor/local.ts";
import { kimai } from "../../../src/connectors/kimai/mod.ts";
import { coreSettings } from "../../../src/settings/core.ts";
import { httpSettings } from "../../../src/settings/http.ts";
import { openSources } from "../../../src/settings/sources.ts";
import { readSettings, type SettingRows } from "../../../src/settings/table.ts";
import { emptySystem } from "../../support/command.ts";

const rows: SettingRows = { ...coreSettings, ...httpSettings, ...kimai.settings };

interface Machine {
  args?: string[];
  env?: Record<string, string>;
  files?: Record<string, string>;
  mode?: number;
  windows?: boolean;
}

async function examine({ args = [], env = {}, files = {}, mode = 0o600, windows }: Machine) {
  const system = {
    ...emptySystem,
    args,
    env: (name: string) => env[name],
    names: () => Object.keys(env),
    readTextFile: (path: string) =>
      path in files ? Promise.resolve(files[path]) : emptySystem.readTextFile(path),
    stat: () => Promise.resolve({ mode, uid: 0, gid: 0, isSymlink: false, isFile: true }),
    windows: windows ?? false,
  };
  const sources = await openSources(rows, system);
  const { settings } = readSettings(rows, sources);
  return await Array.fromAsync(examineSettings({ rows, sources, settings, system }));
}

Deno.test("with nothing set there is one line that says so", async () => {
  assert.deepEqual(await examine({}), [{
    name: "Settings",
    outcome: "ok",
    text: "None is set, all have their defaults",
  }]);
});

Deno.test("each setting says where it is from, and a secret only how long it is", async () => {
  const found = await examine({
    args: ["--read-only"],
    env: { KIMAI_URL: "https://kimai.test", KIMAI_API_TOKEN: "0123456789abcdef012345678" },
  });
  assert.deepEqual(found.map(({ name, outcome, text }) => [name, outcome, text]), [
    ["--read-only", "ok", '"true", from the command line'],
    ["--kimai-url", "ok", '"https://kimai.test", from the environment'],
    ["--kimai-token", "ok", "set, 25 characters, from the environment"],
  ]);
});

Deno.test("a password in an address, and what may be one in its query, is not shown", async () => {
  const [{ text }] = await examine({
    env: { KIMAI_URL: "https://a:hunter2@k.test/x?key=hunter3" },
  });
  assert.equal(text, '"https://...@k.test/x?...", from the environment');
});

Deno.test("a setting on its way out says what to do instead", async () => {
  const [finding] = await examine({ args: ["--kimai-user=7"] });
  assert.equal(finding.outcome, "warning");
  assert.match(finding.text, /; deprecated: the token decides who you are$/);
  assert.equal(finding.fix, "Take --kimai-user (KIMAI_DEFAULT_USER) out");
});

Deno.test("quotation marks that a shell did not take off are noticed", async () => {
  const [url, token] = await examine({
    env: { KIMAI_URL: "'https://kimai.test'", KIMAI_API_TOKEN: '"secret-of-mine"' },
  });
  assert.deepEqual([url.outcome, url.setting], ["warning", "kimai_url"]);
  assert.equal(token.fix, "Take them out of --kimai-token (KIMAI_API_TOKEN)");
  assert.doesNotMatch(token.text, /secret-of-mine/);
});

Deno.test("what means something to the HTTP server only is a hint without one", async () => {
  const idle = async (args: string[]) =>
    (await examine({ args })).find(({ name }) => name === "HTTP settings");
  assert.deepEqual(await idle(["--port=80", "--host=::"]), {
    name: "HTTP settings",
    outcome: "warning",
    text: "--host and --port mean something to the HTTP server only",
    fix: "Start the server with --http (KIMAI_MCP_HTTP), or take them out",
  });
  assert.match((await idle(["--port=80"]))!.text, /^--port means something/);
  assert.equal(await idle(["--port=80", "--http"]), undefined);
  assert.equal(await idle(["--public-url=https://mcp.test", "--port=80"]), undefined);
  assert.equal(await idle(["--users-config=users.json"]), undefined);
});

Deno.test("a variable that other programs use too is no such hint", async () => {
  const found = await examine({ env: { PORT: "3000" } });
  assert.deepEqual(found.map(({ name, text }) => [name, text]), [["--port", '"3000", from PORT']]);
});

Deno.test("a .env is mentioned, and one with a secret that others can read is a warning", async () => {
  const files = { ".env": "KIMAI_URL=https://kimai.test\nKIMAI_API_TOKEN=secret-of-mine\n" };
  const dotenv = async (machine: Machine) =>
    (await examine({ files, ...machine })).find(({ name }) => name === ".env");
  assert.deepEqual(await dotenv({}), {
    name: ".env",
    outcome: "ok",
    text: "There is a file .env in the working directory, 2 settings are taken from it",
  });
  const open = await dotenv({ mode: 0o644 });
  assert.deepEqual([open?.outcome, open?.fix], ["warning", "Run chmod 600 .env"]);
  assert.equal((await dotenv({ mode: 0o644, windows: true }))?.outcome, "ok");
  const plain = { ".env": "KIMAI_URL=https://kimai.test\n" };
  assert.equal((await dotenv({ mode: 0o644, files: plain }))?.outcome, "ok");
});
