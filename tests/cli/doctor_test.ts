import assert from "node:assert/strict";
import { doctor } from "../../src/cli/doctor.ts";
import { kimai } from "../../src/connectors/kimai/mod.ts";
import { coreSettings } from "../../src/settings/core.ts";
import { httpSettings } from "../../src/settings/http.ts";
import { openSources, type System } from "../../src/settings/sources.ts";
import { readSettings, type SettingRows } from "../../src/settings/table.ts";
import { commandContext, emptySystem } from "../support/command.ts";
import { createFolder } from "../support/folder.ts";
import { withOutput } from "../support/output.ts";

/** Runs the command as `main.ts` would, in a process without variables and files. */
const run = (...args: string[]) => runOn(emptySystem, args);

async function runOn(machine: System, args: string[]) {
  const rows: SettingRows = {
    ...coreSettings,
    ...httpSettings,
    ...kimai.settings,
    ...doctor.rows,
  };
  const system = { ...machine, args: ["doctor", ...args] };
  const sources = await openSources(rows, system);
  const { settings } = readSettings(rows, sources);
  const [, ...words] = sources.positionals;
  const context = commandContext({ words, rows, system, sources, settings });
  const { value: code, ...written } = await withOutput(() => doctor.run(context));
  return { code, ...written };
}

interface Shown {
  ok: boolean;
  version: string;
  platform: string;
  findings: { group: string; name: string; outcome: string; text: string }[];
}

Deno.test("doctor takes no words, and a name and its secret only together", async () => {
  const wrong: [args: string[], why: RegExp][] = [
    [["everything"], /^Cannot use "everything": doctor takes flags only\n$/],
    [["--as", "anna"], /^Missing the secret of "anna": .* --secret-file\n$/],
    [["--secret", "x".repeat(16)], /^Missing --as NAME: whose secret is it\?\n$/],
  ];
  for (const [args, why] of wrong) {
    const { code, out, err } = await run(...args);
    assert.deepEqual([code, out], [2, ""]);
    assert.match(err, why);
  }
});

Deno.test("the embedded Kimai is green, without a look at the network", async () => {
  const { code, out } = await run("--demo", "--json");
  const { ok, findings } = JSON.parse(out) as Shown;
  assert.deepEqual([code, ok], [0, true]);
  const names = findings.filter(({ group }) => group === "Kimai").map(({ name }) => name);
  assert(names.includes("Token") && !names.includes("DNS"), names.join());
});

Deno.test("without an address it is red, and says where it runs", async () => {
  const { code, out } = await run("--json");
  const { ok, findings, version, platform } = JSON.parse(out) as Shown;
  assert.deepEqual([code, ok], [1, false]);
  assert.match(`${version} on ${platform}`, /^\d+\.\d+\.\d+ on \w+ \w+, Deno \d/);
  assert.deepEqual(findings.map(({ group, name, outcome }) => [group, name, outcome]), [
    ["Settings", "Settings", "ok"],
    ["Kimai", "Address", "failed"],
  ]);
});

/** A machine with that home, whose Cursor starts the server with these variables. */
async function machineWith(home: string, env: Record<string, string>): Promise<System> {
  await Deno.mkdir(`${home}/.cursor`);
  const entry = { command: "kimai-mcp", env };
  await Deno.writeTextFile(`${home}/.cursor/mcp.json`, JSON.stringify({ mcpServers: { entry } }));
  return {
    ...emptySystem,
    env: (name) => name === "HOME" ? home : undefined,
    readTextFile: (path) =>
      path === ".env" ? Promise.reject(new Deno.errors.NotFound()) : Deno.readTextFile(path),
  };
}

const groupsAndNames = (out: string) =>
  (JSON.parse(out) as Shown).findings.map(({ group, name, outcome }) => [group, name, outcome]);

Deno.test("with nothing set it looks with what assistants give, and shows no token of theirs", async () => {
  await using home = await createFolder();
  const token = "secret".repeat(4);
  const env = { KIMAI_URL: `http://${token}:80:80`, KIMAI_API_TOKEN: token };
  const { code, out } = await runOn(await machineWith(home.path, env), ["--json"]);
  assert.deepEqual([code, out.includes(token)], [1, false]);
  assert.deepEqual(groupsAndNames(out), [
    ["Settings", "Settings", "ok"],
    ["Settings", "Cursor, entry", "ok"],
    ["Kimai", "Address", "failed"],
  ]);
});

Deno.test("a value of an assistant that cannot be read is red, with what mends it", async () => {
  await using home = await createFolder();
  const machine = await machineWith(home.path, { KIMAI_TIMEOUT: "soon" });
  const { out } = await runOn(machine, ["--json"]);
  const { findings } = JSON.parse(out) as { findings: { text: string; fix?: string }[] };
  assert.match(findings.at(-1)!.text, /^Cannot use "soon" .*KIMAI_TIMEOUT/);
  assert.equal(findings.at(-1)!.fix, "Run kimai-mcp setup again");
});

Deno.test("what is set here counts, and assistants are left alone then", async () => {
  await using home = await createFolder();
  const machine = await machineWith(home.path, { KIMAI_URL: "https://kimai.test" });
  const { out } = await runOn(machine, ["--json", "--demo"]);
  assert(!out.includes("Cursor"));
});

Deno.test("its own flags are no settings to be listed", async () => {
  const { out } = await run("--json", "--accounts", "--kimai-url=kimai.test");
  const { findings } = JSON.parse(out) as Shown;
  const listed = findings.filter(({ group }) => group === "Settings").map(({ name }) => name);
  assert.deepEqual(listed, ["--kimai-url"]);
});

Deno.test("a public URL that cannot be one is red, and nothing is asked there", async () => {
  const { code, out } = await run("--demo", "--json", "--public-url=http://mcp.example.com");
  const { findings } = JSON.parse(out) as Shown;
  assert.equal(code, 1);
  assert.deepEqual(findings.filter(({ group }) => group === "Server"), [{
    group: "Server",
    name: "Public URL",
    outcome: "failed",
    text: 'Cannot use "http://mcp.example.com" as --public-url (KIMAI_MCP_PUBLIC_URL)',
    fix: "It must be https, because clients send tokens there",
    setting: "public_url",
  }]);
});

Deno.test("whoever looks at a server from outside need not have an upstream", async () => {
  const { out } = await run("--json", "--public-url=http://mcp.example.com");
  const { findings } = JSON.parse(out) as Shown;
  const found = findings.filter(({ group }) => group === "Kimai");
  assert.deepEqual(found.map(({ name, outcome, text }) => [name, outcome, text]), [
    ["Kimai", "skipped", "No Kimai is set here, so only the server is looked at"],
  ]);
});
