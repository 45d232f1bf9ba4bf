import assert from "node:assert/strict";
import type { Dialog } from "../../../src/cli/setup/ask.ts";
import { clientOf } from "../../../src/cli/setup/clients.ts";
import { planEntry } from "../../../src/cli/setup/config_file.ts";
import type { Order } from "../../../src/cli/setup/order.ts";
import {
  allOrNothing,
  confirm,
  makeFor,
  outcomeOf,
  shown,
  targetsOf,
} from "../../../src/cli/setup/steps.ts";
import { UserError } from "../../../src/mcp/errors.ts";
import { commandContext } from "../../support/command.ts";
import { inFolder } from "../../support/folder.ts";
import { machineIn } from "./machine_in.ts";

const cursor = clientOf("cursor")!;
const now = Temporal.ZonedDateTime.from("2026-02-01T12:00:00[UTC]");

function orderOf(home: string, parts: Partial<Order> = {}): Order {
  return {
    context: commandContext(),
    machine: machineIn(home),
    dialog: answering(undefined),
    name: "kimai",
    usualName: "kimai",
    dryRun: false,
    yes: false,
    check: true,
    json: false,
    coloured: false,
    now,
    tell() {},
    draw() {},
    ...parts,
  };
}

function answering(answer: string | undefined, isTerminal = true): Dialog {
  const say = () => Promise.resolve(answer);
  return { isTerminal, ask: say, askSecret: say };
}

/** The change that gives Cursor an entry. */
async function changeIn(order: Order) {
  const [target] = await targetsOf([cursor], order);
  const change = await planEntry(target.path, cursor, "kimai", { command: "new" });
  return shown(target, change, ["hidden"]);
}

Deno.test("a yes or Enter goes on, everything else stops", async () => {
  for (const answer of ["", "y", "Yes"]) {
    await confirm("Go?", orderOf("/", { dialog: answering(answer) }));
  }
  for (const answer of ["n", "what", undefined]) {
    const dialog = answering(answer);
    await assert.rejects(confirm("Go?", orderOf("/", { dialog })), { name: "Stopped" });
  }
  await confirm("Go?", orderOf("/", { dialog: answering("n"), yes: true }));
  const dialog = answering(undefined, false);
  await assert.rejects(confirm("Go?", orderOf("/", { dialog })), { name: "WrongUse" });
});

Deno.test("an entry that is there is known with what it starts", () =>
  inFolder(async (path) => {
    await Deno.mkdir(path(".cursor"));
    const entry = { command: "old", args: ["x"] };
    const text = JSON.stringify({ mcpServers: { kimai: entry } });
    await Deno.writeTextFile(path(".cursor/mcp.json"), text);
    const [target] = await targetsOf([cursor], orderOf(path("")));
    assert.deepEqual(target.entry, entry);
    assert.deepEqual(target.launch, { ...entry, env: {} });
  }));

Deno.test("a change that is made is taken back with its copy and its folders when a later step fails", () =>
  inFolder(async (path) => {
    const order = orderOf(path("home"));
    const failing = allOrNothing(order, async (undo) => {
      await makeFor(await changeIn(order), order, undo);
      assert.match(await Deno.readTextFile(path("home/.cursor/mcp.json")), /"new"/);
      throw new UserError("It does not start");
    });
    await assert.rejects(failing, {
      name: "UserError",
      message: "It does not start. What was written is taken back: all is as it was",
    });
    await assert.rejects(Deno.stat(path("home")), Deno.errors.NotFound);
  }));

Deno.test("a signal takes everything back, and before a change it makes none", () =>
  inFolder(async (path) => {
    const controller = new AbortController();
    const context = commandContext({ signal: controller.signal });
    const order = orderOf(path("home"), { context });
    const change = await changeIn(order);
    const stopping = (act: () => void) =>
      allOrNothing(order, async (undo) => {
        act();
        await makeFor(change, order, undo);
        controller.abort();
      });
    await assert.rejects(stopping(() => {}), { name: "Stopped" });
    await assert.rejects(stopping(() => {}), { name: "Stopped" });
    await assert.rejects(Deno.stat(path("home")), Deno.errors.NotFound);
  }));

Deno.test("where the assistant wrote meanwhile, only the entry is put back", () =>
  inFolder(async (path) => {
    const file = path(".cursor/mcp.json");
    await Deno.mkdir(path(".cursor"));
    await Deno.writeTextFile(file, '{ "mcpServers": { "kimai": { "command": "old" } } }');
    const order = orderOf(path(""));
    const failing = allOrNothing(order, async (undo) => {
      await makeFor(await changeIn(order), order, undo);
      const text = await Deno.readTextFile(file);
      await Deno.writeTextFile(file, text.replace("{", '{ "seen": 7,'));
      throw new UserError("It does not start");
    });
    await assert.rejects(failing, { name: "UserError" });
    assert.deepEqual(JSON.parse(await Deno.readTextFile(file)), {
      seen: 7,
      mcpServers: { kimai: { command: "old" } },
    });
  }));

Deno.test("what cannot be taken back is told", () =>
  inFolder(async (path) => {
    const failing = allOrNothing(orderOf(path("")), (undo) => {
      undo.add(() => Promise.reject(new Error("the disk is gone")));
      throw new UserError("It does not start");
    });
    await assert.rejects(failing, {
      message: "It does not start. Not all could be taken back: the disk is gone",
    });
  }));

Deno.test("a copy with a secret in it is for its owner alone, and the diff does not show it", () =>
  inFolder(async (path) => {
    const file = path(".cursor/mcp.json");
    await Deno.mkdir(path(".cursor"));
    const old = JSON.stringify({ mcpServers: { kimai: { command: "x", args: ["hidden"] } } });
    await Deno.writeTextFile(file, old, { mode: 0o644 });
    const order = orderOf(path(""));
    const change = await changeIn(order);
    assert(!change.diff.includes("hidden"));
    const copied = await allOrNothing(order, (undo) => makeFor(change, order, undo));
    assert.equal(copied.hadSecret, true);
    assert.equal(await Deno.readTextFile(copied.backup!), old);
    if (Deno.build.os !== "windows") {
      assert.equal((await Deno.stat(copied.backup!)).mode! & 0o777, 0o600);
    }
    assert.equal(outcomeOf(change, "written").outcome, "written");
    assert.equal(outcomeOf({ ...change, diff: "" }, "written").outcome, "unchanged");
  }));
