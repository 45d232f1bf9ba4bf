/**
 * The shape of JSON: learnt from samples, then compared with others without looking at their data.
 */

/** What a value is. Texts that are all moments, days or colours are kept apart from other texts. */
type Kind =
  | "null"
  | "boolean"
  | "number"
  | "text"
  | "moment"
  | "day"
  | "colour"
  | "list"
  | "object";

/** What was seen at one place. */
export interface Shape {
  kinds: Set<Kind>;
  /** How many objects were seen, and in how many of them each key. */
  objects: number;
  keys: Map<string, { times: number; shape: Shape }>;
  /** What lists hold. */
  items?: Shape;
}

const TEXTS: [Kind, RegExp][] = [
  // The offset is written without a colon.
  ["moment", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}$/],
  ["day", /^\d{4}-\d\d-\d\d$/],
  ["colour", /^#[0-9a-f]{3,6}$/i],
];

function kindOf(value: unknown): Kind {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  if (typeof value === "string") {
    return TEXTS.find(([, pattern]) => pattern.test(value))?.[0] ?? "text";
  }
  return typeof value as Kind;
}

const nothing = (): Shape => ({ kinds: new Set(), objects: 0, keys: new Map() });

/** The shape that all these samples have. */
export function shapeOf(samples: readonly unknown[]): Shape {
  const shape = nothing();
  for (const sample of samples) learn(shape, sample);
  return shape;
}

function learn(shape: Shape, value: unknown): void {
  const kind = kindOf(value);
  shape.kinds.add(kind);
  if (kind === "list") {
    shape.items ??= nothing();
    for (const item of value as unknown[]) learn(shape.items, item);
  }
  if (kind !== "object") return;
  shape.objects++;
  for (const [key, inner] of Object.entries(value as object)) {
    const known = shape.keys.get(key) ?? { times: 0, shape: nothing() };
    known.times++;
    learn(known.shape, inner);
    shape.keys.set(key, known);
  }
}

/** What depends on permissions, which an administrator may have changed: these may be absent. */
const BY_PERMISSION = new Set([
  ...["rate", "internalRate", "fixedRate", "hourlyRate"],
  ...["budget", "timeBudget", "budgetType"],
  ...["vatId", "addressLine1", "addressLine2", "addressLine3", "postCode", "city"],
]);

/** The embedded Kimai has no pictures, a real one may have their addresses. */
const MORE: Record<string, Kind> = { avatar: "text" };

/** Is a value of this kind what was seen? Where any text was seen, one that looks like a day is one. */
function isSeen({ kinds }: Shape, kind: Kind, key: string): boolean {
  if (kinds.has(kind) || (MORE[key] !== undefined && kind === MORE[key])) return true;
  return kinds.has("text") && TEXTS.some(([text]) => text === kind);
}

/**
 * The first place where a value is not of the shape, in words that show no data; undefined when
 * there is none.
 */
export function misfit(shape: Shape, value: unknown, path = "", key = ""): string | undefined {
  const kind = kindOf(value);
  const place = path || "it";
  if (!isSeen(shape, kind, key)) {
    return `${place} is ${kind}, and should be ${[...shape.kinds].sort().join(" or ")}`;
  }
  if (kind === "list" && shape.items && shape.items.kinds.size > 0) {
    for (const [index, item] of (value as unknown[]).entries()) {
      const found = misfit(shape.items, item, `${path}[${index}]`);
      if (found) return found;
    }
  }
  if (kind !== "object") return undefined;
  const object = value as Record<string, unknown>;
  const must = [...shape.keys].filter(([name, { times }]) =>
    times === shape.objects && !BY_PERMISSION.has(name)
  ).map(([name]) => name);
  const missing = must.filter((name) => !Object.hasOwn(object, name));
  if (missing.length > 0) return `${place} has no ${missing.join(", ")}`;
  for (const [name, inner] of Object.entries(object)) {
    const at = `${path}.${name}`;
    const known = shape.keys.get(name);
    if (!known) return `${at} should not be there`;
    // A supervisor is shown as whole as the user is, and so is the supervisor's own.
    const isWhole = name === "supervisor" && inner !== null;
    const found = misfit(isWhole ? shape : known.shape, inner, at, name);
    if (found) return found;
  }
}
