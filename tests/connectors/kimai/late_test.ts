import assert from "node:assert/strict";
import { late, readLate } from "../../../src/connectors/kimai/late.ts";
import { UserError } from "../../../src/mcp/errors.ts";
import type { KimaiSession } from "../../../src/connectors/kimai/session.ts";

const session = { url: "https://kimai.test" } as KimaiSession;
const soon = <T>(value: T) => late(() => Promise.resolve(value));

Deno.test("late values are read wherever they stand, everything else is left alone", async () => {
  const day = Temporal.PlainDate.from("2026-11-20");
  const input = { a: soon(1), b: { c: [soon("x"), { d: soon(2) }], day }, e: null, f: undefined };
  assert.deepEqual(await readLate(input, session), {
    a: 1,
    b: { c: ["x", { d: 2 }], day },
    e: null,
    f: undefined,
  });
});

Deno.test("a value that depends on another one sees it read, in whatever order they stand", async () => {
  const double = late((_session, { base }) => Promise.resolve(Number(base) * 2), "base");
  assert.deepEqual(await readLate({ double, base: soon(4) }, session), { double: 8, base: 4 });
});

Deno.test("the session is at hand, and a failure is the call's", async () => {
  assert.deepEqual(await readLate([late(({ url }) => Promise.resolve(url))], session), [
    session.url,
  ]);
  const refused = late(() => Promise.reject(new UserError("No")));
  await assert.rejects(readLate({ a: [{ b: refused }] }, session), { message: "No (in a[0].b)" });
});
