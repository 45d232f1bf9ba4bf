import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { silentLog } from "../../src/lib/log.ts";
import { openFileStore } from "../../src/oauth/state_file.ts";
import { beginning, lifetimes } from "../oauth/state.ts";
import { createFolder } from "../support/folder.ts";
import { Running } from "../support/program.ts";

const writer = fileURLToPath(new URL("state_writer.ts", import.meta.url));
const kills = 20;

/** Starts a writer and kills it some time later. @returns what it said */
async function killSoon(path: string, name: string): Promise<string[]> {
  await using running = new Running({
    command: Deno.execPath(),
    args: ["run", "--no-check", "--allow-read", "--allow-write", writer, path, name],
    env: Deno.env.toObject(),
  });
  await running.until(() => running.lines.at(0));
  // Random, because what matters is to meet a write at any point.
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 150));
  running.signal("SIGKILL");
  await running.ended;
  return running.lines;
}

Deno.test("a process that is killed at any point of a write loses no client and revives no token", async () => {
  await using folder = await createFolder();
  const path = `${folder.path}/state`;
  const said: Record<string, Set<string>> = {};
  const faults: string[] = [];
  const log = { ...silentLog, error: (line: string) => faults.push(line) };
  for (let round = 0; round < kills; round++) {
    for (const line of await killSoon(path, `r${round}`)) {
      const [what, id] = line.split(" ");
      (said[what] ??= new Set()).add(id);
    }
    const store = await openFileStore({ path, lifetimes, log, now: () => beginning });
    const [clients, grants] = await Promise.all([
      store.find("client", () => true),
      store.find("grant", () => true),
    ]).then((found) => found.map((records) => new Set(records.map(([id]) => id))));
    await store.close();
    const { client, grant, ending = new Set(), ended = new Set() } = said;
    assert.deepEqual([...client.difference(clients)], [], "clients were lost");
    assert.deepEqual([...ended.intersection(grants)], [], "ended grants came back");
    assert.deepEqual([...grant.difference(ending).difference(grants)], [], "grants were lost");
  }
  assert.deepEqual(faults, []);
  assert(said.client.size > kills && (said.ended?.size ?? 0) > 0, "too little was written");
});
