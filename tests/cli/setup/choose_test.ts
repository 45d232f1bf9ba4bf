import assert from "node:assert/strict";
import type { Dialog } from "../../../src/cli/setup/ask.ts";
import { Stopped } from "../../../src/cli/setup/ask.ts";
import { named, pick } from "../../../src/cli/setup/choose.ts";
import { type Client, clients } from "../../../src/cli/setup/clients.ts";
import { WrongUse } from "../../../src/cli/setup/wrong_use.ts";

const installed = clients.filter(({ id }) => ["cursor", "zed", "codex"].includes(id));
const choice = { all: clients, installed };
const idsOf = (some: Client[]) => some.map(({ id }) => id);

/** A person who gives these answers in turn. */
function answering(answers: (string | undefined)[], isTerminal = true): Dialog {
  const left = [...answers];
  const next = () => Promise.resolve(left.shift());
  return { isTerminal, ask: next, askSecret: next };
}

async function picked(answers: (string | undefined)[], some = installed) {
  const told: string[] = [];
  const tell = (sentence: string) => told.push(sentence);
  const of = { all: clients, installed: some };
  return { ids: idsOf(await pick(of, { dialog: answering(answers), tell })), told };
}

Deno.test("who is named is chosen once, installed or not", () => {
  assert.deepEqual(idsOf(named(["gemini", "Cursor", "cursor"], choice)), ["gemini", "cursor"]);
  assert.deepEqual(idsOf(named(["claude desktop"], choice)), ["claude-desktop"]);
  assert.deepEqual(idsOf(named(["zed", "all"], choice)), ["zed", "cursor", "codex"]);
});

Deno.test("an unknown assistant is refused with the nearest, or with all", () => {
  assert.throws(() => named(["cursr"], choice), {
    name: "WrongUse",
    message: `There is no assistant "cursr": did you mean cursor?`,
  });
  assert.throws(() => named(["netscape-x"], choice), /name claude-desktop, .*lm-studio or all$/);
});

Deno.test("where nothing is installed there is nothing to choose from", async () => {
  const none = { all: clients, installed: [] };
  assert.throws(() => named(["all"], none), /^WrongUse: Found no assistant on this machine/);
  await assert.rejects(picked([], []), WrongUse);
});

Deno.test("a single one needs no question", async () => {
  assert.deepEqual((await picked([], installed.slice(0, 1))).ids, ["cursor"]);
});

Deno.test("a person picks by number or name, and all by Enter", async () => {
  assert.deepEqual((await picked(["3, 1"])).ids, ["codex", "cursor"]);
  assert.deepEqual((await picked(["zed gemini"])).ids, ["zed", "gemini"]);
  assert.deepEqual((await picked([""])).ids, ["cursor", "zed", "codex"]);
});

Deno.test("a person who picks what is not there is asked again", async () => {
  const { ids, told } = await picked(["7", "2"]);
  assert.deepEqual(ids, ["zed"]);
  assert.match(told.join(), /^There is no assistant "7"/);
});

Deno.test("a person who closes the input stops", async () => {
  await assert.rejects(picked([undefined]), Stopped);
});

Deno.test("with nobody to ask the choices are named", async () => {
  const dialog = answering([], false);
  await assert.rejects(pick(choice, { dialog, tell: () => {} }), {
    name: "WrongUse",
    message: "Cannot tell which assistants are meant: name cursor, zed, codex or all",
  });
  const single = { ...choice, installed: installed.slice(0, 1) };
  await assert.rejects(pick(single, { dialog, tell: () => {} }), {
    message: "Cannot tell which assistants are meant: name cursor or all",
  });
});
