import assert from "node:assert/strict";
import { doctor } from "../../src/cli/doctor.ts";
import { kimai } from "../../src/connectors/kimai/mod.ts";
import { coreSettings } from "../../src/settings/core.ts";
import { httpSettings } from "../../src/settings/http.ts";
import { openSources } from "../../src/settings/sources.ts";
import { readSettings, type SettingRows } from "../../src/settings/table.ts";
import { commandContext, emptySystem } from "../support/command.ts";
import { withOutput } from "../support/output.ts";

/** Runs the command as `main.ts` would, in a process without variables and files. */
async function run(...args: string[]) {
  const rows: SettingRows = {
    ...coreSettings,
    ...httpSettings,
    ...kimai.settings,
    ...doctor.rows,
  };
  const system = { ...emptySystem, args: ["doctor", ...args] };
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
