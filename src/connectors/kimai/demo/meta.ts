/**
 * Custom fields of an object (API.md 2.11 and trap 26).
 */
import { type Answer, ok, refusal } from "./answers.ts";
import { type Call, found, type Route } from "./call.ts";
import type { MetaOwner, MetaValues } from "./records.ts";

/** The text PHP makes of a value. */
function stored(value: unknown): string {
  if (value === null || value === false) return "";
  return value === true ? "1" : String(value);
}

/**
 * Writes one `{name, value}`; names are found without regard to case, among what the row holds and
 * what is defined. Values become text; a list is passed over (recordings 4574).
 */
export function writeMeta(
  call: Call,
  owner: MetaOwner,
  row: { meta: MetaValues },
  field: Record<string, unknown>,
): void {
  if (typeof field.name !== "string" || field.name === "") throw refusal(400);
  const meta = new Map(row.meta);
  call.state.fillMeta(owner, { meta });
  const wanted = field.name.toLowerCase();
  const name = found([...meta.keys()].find((key) => key.toLowerCase() === wanted));
  if (!Object.hasOwn(field, "value")) throw refusal(400);
  if (typeof field.value !== "object" || field.value === null) {
    meta.set(name, { value: stored(field.value), visible: meta.get(name)!.visible });
  }
  row.meta = meta;
}

/** The body of PATCH .../meta. */
export function applyMeta(call: Call, owner: MetaOwner, row: { meta: MetaValues }): void {
  writeMeta(call, owner, row, call.form());
}

/** GET /metafields?entity=..., with the plugin that manages definitions (API.md 7.4, unrecorded). */
function listDefinitions(call: Call): Answer {
  const owner = call.query.get("entity") ?? "timesheet";
  if (!Object.hasOwn(call.state.metaFields, owner)) throw refusal(400);
  const definitions = call.state.metaFields[owner as MetaOwner];
  return ok(definitions.map(({ name, visible, required }, index) => ({
    id: index + 1,
    name,
    label: name,
    help: null,
    type: "text",
    value: null,
    visible,
    required: required ?? false,
    entityType: owner,
    customer: null,
    project: null,
    activity: null,
  })));
}

export const customFieldRoutes: Route[] = [
  ["GET", "/metafields", listDefinitions, "CustomFieldsBundle"],
];
