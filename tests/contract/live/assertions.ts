/**
 * Assertions whose messages say what differs, and of records no more than their ids.
 */
import assert from "node:assert/strict";
import { differenceOf } from "../compare.ts";

/** They are the same JSON. */
export function same(actual: unknown, expected: unknown, what: string): void {
  const difference = differenceOf(expected ?? null, actual ?? null, what);
  assert.ok(difference === undefined, difference);
}

/** There is no such row. */
export function none(rows: readonly { id?: number }[], what: string): void {
  const ids = rows.map(({ id }) => id ?? "without an id").join(", ");
  assert.ok(rows.length === 0, `${what}: there should be none, and there are the ids ${ids}`);
}
