import assert from "node:assert/strict";
import fc from "fast-check";
import { type Client, clientOf, clients } from "../../../src/cli/setup/clients.ts";
import type { Os } from "../../../src/cli/setup/machine.ts";
import { machineWith } from "./support.ts";

const launch = {
  command: "/opt/kimai-mcp",
  args: ["--read-only"],
  env: { KIMAI_URL: "https://kimai.example.com", KIMAI_API_TOKEN_FILE: "/home/ada/token" },
};

const plain = { command: launch.command, args: launch.args, env: launch.env };

Deno.test("each client has its own shape of an entry", () => {
  const shapes = Object.fromEntries(clients.map(({ id, entryOf }) => [id, entryOf(launch)]));
  assert.deepEqual(shapes, {
    "claude-desktop": plain,
    "claude-code": { type: "stdio", ...plain },
    cursor: { type: "stdio", ...plain },
    vscode: { type: "stdio", ...plain },
    windsurf: plain,
    zed: { source: "custom", ...plain },
    codex: plain,
    gemini: plain,
    "lm-studio": plain,
  });
});

Deno.test("each client has its format and its place in the file", () => {
  const formats = Object.fromEntries(
    clients.map(({ id, format, at }) => [id, `${format} ${at.join(".")}`]),
  );
  assert.deepEqual(formats, {
    "claude-desktop": "json mcpServers",
    "claude-code": "json mcpServers",
    cursor: "json mcpServers",
    vscode: "jsonc servers",
    windsurf: "json mcpServers",
    zed: "jsonc context_servers",
    codex: "toml mcp_servers",
    gemini: "jsonc mcpServers",
    "lm-studio": "json mcpServers",
  });
});

Deno.test("what an entry starts is what was to be started", () => {
  const text = fc.string({ unit: "binary" });
  const launches = fc.record({
    command: fc.string({ unit: "binary", minLength: 1 }),
    args: fc.array(text),
    env: fc.dictionary(text.filter((name) => name !== "__proto__"), text, {
      noNullPrototype: true,
    }),
  }, { noNullPrototype: true });
  fc.assert(fc.property(fc.constantFrom(...clients), launches, (client, launch) => {
    assert.deepEqual(client.launchOf(client.entryOf(launch)), launch);
  }));
});

Deno.test("an entry is the client's own: changing it changes no other", () => {
  for (const client of clients) {
    const entry = client.entryOf(launch);
    (entry.args as string[]).push("--http");
    assert.deepEqual(client.entryOf(launch).args, ["--read-only"]);
  }
});

Deno.test("nothing is installed on an empty machine, and each has a file on each system", async () => {
  for (const os of ["darwin", "linux", "windows"] satisfies Os[]) {
    const machine = machineWith(os);
    for (const client of clients) {
      assert.equal(await client.isInstalled(machine), false, client.id);
      const path = await client.configPath(machine);
      assert(path.startsWith(machine.home), path);
      assert.equal(path.includes("/"), os !== "windows", path);
    }
  }
});

Deno.test("a client whose file is there is installed", async () => {
  const empty = machineWith("linux");
  for (const client of clients) {
    const file = await client.configPath(empty);
    const folder = file.slice(0, file.lastIndexOf("/"));
    const sign = signs[client.id] ?? folder;
    const machine = machineWith("linux", { present: [sign, file] });
    assert.equal(await client.isInstalled(machine), true, client.id);
    assert.equal(await client.configPath(machine), file);
  }
});

const signs: Partial<Record<Client["id"], string>> = { vscode: "/home/ada/.config/Code" };

Deno.test("clients are found by their name", () => {
  assert.equal(clientOf("zed")?.title, "Zed");
  assert.equal(clientOf("notepad"), undefined);
  assert.equal(new Set(clients.map(({ id }) => id)).size, 9);
});
