/**
 * Custom fields of an object (API.md 2.11 and trap 26).
 */
import { refusal } from "./answers.ts";
import { type Call, found } from "./call.ts";
import type { MetaOwner, MetaValues } from "./records.ts";

/** The text PHP makes of a value. */
function stored(value: unknown): string {
  if (value === null || value === false) return "";
  return value === true ? "1" : String(value);
}

/** Writes one `{name, value}`; names are found without regard to case, values become text. */
export function writeMeta(
  call: Call,
  owner: MetaOwner,
  row: { meta: MetaValues },
  field: Record<string, unknown>,
): void {
  if (typeof field.name !== "string" || field.name === "") throw refusal(400);
  const name = field.name.toLowerCase();
  const definition = found(
    call.state.metaFields[owner].find((known) => known.name.toLowerCase() === name),
  );
  if (!Object.hasOwn(field, "value")) throw refusal(400);
  call.state.fillMeta(owner, row);
  row.meta.set(definition.name, stored(field.value));
}

/** The body of PATCH .../meta. */
export function applyMeta(call: Call, owner: MetaOwner, row: { meta: MetaValues }): void {
  writeMeta(call, owner, row, call.form());
}
