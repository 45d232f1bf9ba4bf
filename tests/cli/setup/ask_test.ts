import assert from "node:assert/strict";
import { createDialog, type Input, Stopped } from "../../../src/cli/setup/ask.ts";

interface Fake extends Input {
  /** What was set, in order. */
  raw: boolean[];
}

/** An input whose pieces come one a read; then it ends, or stays silent. */
function inputOf(pieces: (string | Uint8Array)[], { terminal = false, silent = false } = {}): Fake {
  const left = pieces.map((piece) =>
    typeof piece === "string" ? new TextEncoder().encode(piece) : piece
  );
  const raw: boolean[] = [];
  return {
    raw,
    isTerminal: () => terminal,
    setRaw: (on) => raw.push(on),
    read(buffer) {
      const piece = left.shift();
      if (!piece) return silent ? new Promise(() => {}) : Promise.resolve(null);
      buffer.set(piece);
      return Promise.resolve(piece.length);
    },
  };
}

function dialogOf(input: Input, signal = new AbortController().signal) {
  let shown = "";
  const dialog = createDialog(input, { write: (text) => shown += text, signal });
  return { dialog, shown: () => shown };
}

Deno.test("on a pipe each question takes a line, then there is no more input", async () => {
  const { dialog, shown } = dialogOf(inputOf(["https://kimai", ".test \r\ntok", "en\nlast"]));
  assert.equal(await dialog.ask("URL: "), "https://kimai.test");
  assert.equal(await dialog.askSecret("Token: "), "token");
  assert.equal(await dialog.ask("More: "), "last");
  assert.equal(await dialog.ask("Again: "), undefined);
  assert.equal(shown(), "URL: Token: More: Again: ");
});

Deno.test("an empty line is an empty answer", async () => {
  const { dialog } = dialogOf(inputOf(["\n"]));
  assert.equal(await dialog.ask("?"), "");
});

Deno.test("a letter that is cut in two by the pipe is put together", async () => {
  const bytes = new TextEncoder().encode("ü\n");
  const { dialog } = dialogOf(inputOf([bytes.slice(0, 1), bytes.slice(1)]));
  assert.equal(await dialog.ask("?"), "ü");
});

Deno.test("on a terminal a secret is read raw, is not shown, and the terminal is put back", async () => {
  const input = inputOf(["sec", "rex\u007ft\rnext\n"], { terminal: true });
  const { dialog, shown } = dialogOf(input);
  assert.equal(await dialog.askSecret("Token: "), "secret");
  assert.deepEqual(input.raw, [true, false]);
  assert.equal(shown(), "Token: \n");
  assert.equal(await dialog.ask("Next: "), "next");
});

Deno.test("Ctrl-C in a secret stops, and the terminal is put back", async () => {
  const input = inputOf(["sec\u0003"], { terminal: true });
  await assert.rejects(dialogOf(input).dialog.askSecret("Token: "), Stopped);
  assert.deepEqual(input.raw, [true, false]);
});

Deno.test("Ctrl-D in an empty secret is the end of the input, and the terminal is put back", async () => {
  const input = inputOf(["\u0004"], { terminal: true });
  assert.equal(await dialogOf(input).dialog.askSecret("Token: "), undefined);
  assert.deepEqual(input.raw, [true, false]);
});

Deno.test("a terminal that goes away in a secret ends the input", async () => {
  const input = inputOf([], { terminal: true });
  assert.equal(await dialogOf(input).dialog.askSecret("Token: "), undefined);
  assert.deepEqual(input.raw, [true, false]);
});

Deno.test("a signal ends a question that waits, and the terminal is put back", async () => {
  for (const kind of ["ask", "askSecret"] as const) {
    const controller = new AbortController();
    const input = inputOf([], { terminal: true, silent: true });
    const answer = dialogOf(input, controller.signal).dialog[kind]("?");
    controller.abort();
    await assert.rejects(answer, Stopped);
    assert.deepEqual(input.raw, kind === "ask" ? [] : [true, false]);
  }
});

Deno.test("after a signal nothing is asked any more", async () => {
  const { dialog } = dialogOf(inputOf(["yes\n"]), AbortSignal.abort());
  await assert.rejects(dialog.ask("?"), Stopped);
});
