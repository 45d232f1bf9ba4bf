/** Arguments of tools as their definitions want them, as they nearly do, and as nobody does. */

import fc from "fast-check";
import { hostileText, hostileValue } from "./hostile.ts";

/** A schema as `tools/list` shows it. */
export interface Schema {
  type?: string | string[];
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
}

/** What people write into fields with these names; others get any text. */
const plausible: [RegExp, readonly unknown[]][] = [
  [/^(begin|end|date|start|orderDate|month)$/, [
    "2026-11-20",
    "2026-11-20T09:30",
    "2026-11-19 08:00",
    "2026-11-20T09:30:00+01:00",
    "2026-03-29T02:30",
    "2026-10-25T02:30",
    "2026-02-30",
    "2026-11",
    "today",
    "gestern",
    "letzten Freitag 8:00",
    "-20min",
    "0000-01-01",
    "9999-12-31",
    "2026-W53-7",
  ]],
  [/^period$/, ["last week", "KW 47", "Q3 2025", "yesterday 9-11:30", "seit Montag", "22-1"]],
  [/^duration$/, ["2h30m", "1:30", "90min", "0:00", "2,5 Stunden", "8", "-1h", "99999h"]],
  [/^(project|activity|customer|user|team|tags?|text|term)(_name|_id)?$|_id$/, [
    1,
    2,
    1,
    2,
    "1",
    "Website",
    "ACME",
    "ACME / Website",
    "Design",
    "urgent",
    "user",
    "websiet",
    999,
  ]],
];

const ids = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 5 }) },
  fc.integer(),
  fc.constantFrom(0, -1, 2 ** 53),
);

/** A value that a schema allows, as far as the schema says. */
export function fitting(schema: Schema, name = ""): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const types = [schema.type ?? []].flat();
  if (types.length === 0) return hostileValue;
  const words = plausible.find(([pattern]) => pattern.test(name))?.[1]
    .filter((word) => types.includes(typeof word === "string" ? "string" : "integer"));
  const of = types.map((type) => ofType(type, schema));
  return words
    ? fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...words) }, ...of)
    : fc.oneof(...of);
}

function ofType(type: string, schema: Schema): fc.Arbitrary<unknown> {
  switch (type) {
    case "string":
      return hostileText;
    case "integer":
      return ids;
    case "number":
      return fc.oneof(fc.constantFrom(0, 12.5, 1e15, -1), fc.double({ noNaN: true }));
    case "boolean":
      return fc.boolean();
    case "array":
      return fc.array(fitting(schema.items ?? {}), { maxLength: 4 });
    default:
      return objectOf(schema);
  }
}

/** An object with what is required, and a few of the other fields: with all of them nothing would be accepted. */
function objectOf({ properties = {}, required = [] }: Schema): fc.Arbitrary<unknown> {
  const fields = Object.entries(properties);
  const optional = fields.map(([name]) => name).filter((name) => !required.includes(name));
  const arbitraries = Object.fromEntries(
    fields.map(([name, field]) => [name, fitting(field, name)]),
  );
  return fc.subarray(optional, { maxLength: Math.min(4, optional.length) }).chain((chosen) => {
    const names = [...required, ...chosen].filter((name) => name in arbitraries);
    return fc.record(Object.fromEntries(names.map((name) => [name, arbitraries[name]])));
  });
}

/** The same with one thing wrong: a field too many, too few, or of another kind. */
export function nearlyFitting(schema: Schema): fc.Arbitrary<unknown> {
  return fc.tuple(objectOf(schema), fc.nat(), fc.nat({ max: 2 }), hostileText, hostileValue)
    .map(([value, at, how, name, other]) => {
      const object = { ...value as Record<string, unknown> };
      const names = Object.keys(object);
      const chosen = names[at % Math.max(1, names.length)];
      if (how === 0 || chosen === undefined) return { ...object, [name]: other };
      if (how === 1) delete object[chosen];
      else object[chosen] = other;
      return object;
    });
}

const strays = /((?:"[^"]+", )*"[^"]+") (?:is not a field|are not fields) of (?:"([^"]+)")?/g;
const missing = /"([^"]+)" is missing/g;
/** What only Kimai's settings make necessary: `"project" and "activity" missing in data`. */
const missingInData = /"(\w+)"(?= (?:and "\w+" )?missing in data)/g;

/**
 * The arguments as a refusal says that they should be, so that what lies behind the first door is tried as well:
 * without the fields that are none, with those that are missing.
 * @param make a value for a schema, and the name of its field
 */
export function repaired(
  args: unknown,
  refusal: string,
  schema: Schema,
  make: (schema: Schema, name: string) => unknown,
): unknown {
  let better = args;
  for (const [, names, owner = ""] of refusal.matchAll(strays)) {
    const path = owner.split(".").filter(Boolean);
    for (const [, name] of names.matchAll(/"([^"]+)"/g)) better = withAt(better, [...path, name]);
  }
  const paths = [
    ...Array.from(refusal.matchAll(missing), ([, at]) => at.split(".")),
    ...Array.from(refusal.matchAll(missingInData), ([, name]) => ["data", name]),
  ];
  for (const path of paths) {
    better = withAt(better, path, make(schemaAt(schema, path), path.at(-1)!));
  }
  return better;
}

function schemaAt(schema: Schema, path: readonly string[]): Schema {
  return path.reduce((at, name) => at.properties?.[name] ?? {}, schema);
}

/** An object with a value at a path, or without what stands there. */
function withAt(value: unknown, [name, ...rest]: readonly string[], given?: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const { [name]: inner, ...others } = value as Record<string, unknown>;
  const next = rest.length > 0 ? withAt(inner, rest, given) : given;
  return next === undefined ? others : { ...others, [name]: next };
}
