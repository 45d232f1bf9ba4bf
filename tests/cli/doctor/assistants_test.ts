import assert from "node:assert/strict";
import { dirname } from "node:path";
import { assistantsOn, readAssistants } from "../../../src/cli/doctor/assistants.ts";
import { type ClientId, clientOf, type Machine } from "../../../src/cli/setup/clients.ts";
import { kimai } from "../../../src/connectors/kimai/mod.ts";
import { emptySystem } from "../../support/command.ts";
import { inFolder } from "../../support/folder.ts";
import { machineIn } from "../setup/machine_in.ts";

async function put(machine: Machine, id: ClientId, text: string): Promise<string> {
  const path = await clientOf(id)!.configPath(machine);
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeTextFile(path, text);
  return path;
}

const serversOf = (entries: Record<string, unknown>) => JSON.stringify({ mcpServers: entries });
const look = (machine: Machine) => assistantsOn(machine, kimai.settings, emptySystem);
const env = { KIMAI_URL: "https://kimai.test", KIMAI_API_TOKEN: "a".repeat(25) };

Deno.test("assistants that give the same settings are one, each with its file", () =>
  inFolder(async (path) => {
    const machine = machineIn(path("home"));
    const entries = { kimai: { command: "kimai-mcp", env }, other: { command: "npx" } };
    const cursor = await put(machine, "cursor", serversOf(entries));
    await put(machine, "claude-desktop", serversOf(entries));
    const { findings, started } = await look(machine);
    assert.deepEqual(
      started.map(({ titles, values }) => [titles, values.get("kimai_url")?.text]),
      [[["Claude Desktop", "Cursor"], "https://kimai.test"]],
    );
    assert.deepEqual(findings.map(({ outcome }) => outcome), ["ok", "ok"]);
    assert.deepEqual(findings[1], {
      name: "Cursor, kimai",
      outcome: "ok",
      text: `Started with what "kimai-mcp setup" or you wrote into ${cursor}`,
    });
  }));

Deno.test("assistants that give different settings are looked at one by one", () =>
  inFolder(async (path) => {
    const machine = machineIn(path("home"));
    const other = { ...env, KIMAI_URL: "https://other.test" };
    await put(machine, "cursor", serversOf({ kimai: { command: "kimai-mcp", env } }));
    await put(machine, "gemini", serversOf({ kimai: { command: "kimai-mcp", env: other } }));
    const { started } = await look(machine);
    assert.deepEqual(started.map(({ titles }) => titles), [["Cursor"], ["Gemini CLI"]]);
  }));

Deno.test("a program that is not there any more is red, with the command that mends it", () =>
  inFolder(async (path) => {
    const machine = machineIn(path("home"));
    const file = await put(
      machine,
      "cursor",
      serversOf({ kimai: { command: "/gone/kimai-mcp", env } }),
    );
    const { findings: [finding] } = await look(machine);
    assert.equal(finding.outcome, "failed");
    assert.equal(finding.text, `${file} starts "/gone/kimai-mcp", which is not there`);
    assert.match(finding.fix!, /kimai-mcp setup cursor/);
  }));

Deno.test("a configuration that cannot be read is yellow, and no assistant at all is said", () =>
  inFolder(async (path) => {
    const machine = machineIn(path("home"));
    assert.deepEqual((await look(machine)).findings.map(({ name }) => name), ["Assistants"]);
    await put(machine, "cursor", "{,}");
    const { findings, started } = await look(machine);
    assert.deepEqual(started, []);
    assert.deepEqual(findings.map(({ name, outcome }) => [name, outcome]), [["Cursor", "warning"]]);
  }));

Deno.test("a machine without a home has no assistants", async () => {
  const nothing = { findings: [], started: [] };
  assert.deepEqual(await readAssistants(kimai.settings, emptySystem), nothing);
});
