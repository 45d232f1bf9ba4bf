import assert from "node:assert/strict";
import { dirname } from "node:path";
import { type ClientId, clientOf, type Machine } from "../../../src/cli/setup/clients.ts";
import { usesOn } from "../../../src/cli/setup/uses.ts";
import { inFolder } from "../../support/folder.ts";
import { machineIn } from "./machine_in.ts";

async function put(machine: Machine, id: ClientId, text: string): Promise<void> {
  const path = await clientOf(id)!.configPath(machine);
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeTextFile(path, text);
}

Deno.test("every server that an assistant starts is found, in whichever format", () =>
  inFolder(async (path) => {
    const machine = machineIn(path("home"));
    const servers = { mcpServers: { one: { command: "a" }, remote: { url: "https://x.test" } } };
    await put(machine, "cursor", JSON.stringify(servers));
    await put(machine, "codex", '[mcp_servers.two]\ncommand = "b"\nenv = { TOKEN_FILE = "/t" }\n');
    const { uses } = await usesOn(machine);
    assert.deepEqual(
      uses.map(({ client, name, launch }) => [client.id, name, launch.command, launch.env]),
      [["cursor", "one", "a", {}], ["codex", "two", "b", { TOKEN_FILE: "/t" }]],
    );
  }));

Deno.test("a configuration without servers has none, one that cannot be read is named", () =>
  inFolder(async (path) => {
    const machine = machineIn(path("home"));
    await put(machine, "cursor", "{,}");
    await put(machine, "zed", '{ "context_servers": 7 }');
    const { uses, unreadable } = await usesOn(machine);
    assert.deepEqual([uses, unreadable.map(({ id }) => id)], [[], ["cursor"]]);
  }));
