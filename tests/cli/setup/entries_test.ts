import assert from "node:assert/strict";
import { entryOver, launchOf } from "../../../src/cli/setup/entries.ts";

Deno.test("an entry without arguments and variables starts its command", () => {
  assert.deepEqual(launchOf({ command: "x" }), { command: "x", args: [], env: {} });
});

Deno.test("Zed's older shape is read", () => {
  const entry = { source: "custom", command: { path: "x", args: ["-y"], env: { A: "1" } } };
  assert.deepEqual(launchOf(entry), { command: "x", args: ["-y"], env: { A: "1" } });
});

Deno.test("variables are texts, and null is none", () => {
  const entry = { command: "x", env: { PORT: 8000, ON: true, NONE: null } };
  assert.deepEqual(launchOf(entry)?.env, { PORT: "8000", ON: "true" });
});

Deno.test("what starts nothing is no launch", () => {
  for (
    const entry of [
      undefined,
      null,
      "x",
      [],
      {},
      { url: "https://example.com/mcp" },
      { command: "" },
      { command: ["x"] },
      { command: "x", args: "y" },
      { command: "x", args: [1] },
    ]
  ) assert.equal(launchOf(entry), undefined, JSON.stringify(entry));
});

Deno.test("what people set beside the launch stays, what it replaces goes", () => {
  const old = {
    type: "http",
    url: "https://example.com/mcp",
    headers: { Authorization: "Bearer x" },
    cwd: "/tmp",
    disabled: true,
    autoApprove: ["status"],
    startup_timeout_sec: 30,
  };
  assert.deepEqual(entryOver(old, { command: "x", args: [], env: {} }), {
    command: "x",
    args: [],
    env: {},
    autoApprove: ["status"],
    startup_timeout_sec: 30,
  });
  assert.deepEqual(entryOver(undefined, { command: "x" }), { command: "x" });
  assert.deepEqual(entryOver([1], { command: "x" }), { command: "x" });
});
