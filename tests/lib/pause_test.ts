import assert from "node:assert/strict";
import { pause } from "../../src/lib/pause.ts";

Deno.test("a pause ends by itself, or with the signal's reason", async () => {
  await pause(0);
  await assert.rejects(pause(60_000, AbortSignal.abort(new Error("gone"))), /gone/);
  const controller = new AbortController();
  const waiting = pause(60_000, controller.signal);
  controller.abort(new Error("later"));
  await assert.rejects(waiting, /later/);
});
