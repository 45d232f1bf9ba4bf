/**
 * Compares an answer with a recorded one and says in a sentence what differs first.
 */
import type { Exchange } from "./recordings.ts";

/** Headers that must be the same where they were recorded. */
const HEADERS = [
  "Content-Type",
  "X-Page",
  "X-Total-Count",
  "X-Total-Pages",
  "X-Per-Page",
  "Allow",
  "Location",
  "WWW-Authenticate",
  "Content-Disposition",
];

/** Headers of cross-origin requests, which the first recording does not hold. */
const CROSS_ORIGIN = [
  "Access-Control-Allow-Origin",
  "Access-Control-Expose-Headers",
  "Access-Control-Allow-Methods",
];

const kindOf = (value: unknown): string =>
  value === null ? "null" : Array.isArray(value) ? "array" : typeof value;

const short = (value: unknown): string => {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
};

/** The first difference of two JSON values; undefined when they are the same. */
export function differenceOf(expected: unknown, actual: unknown, path = ""): string | undefined {
  const kind = kindOf(expected);
  if (kind !== kindOf(actual)) {
    return `${path || "body"}: expected ${short(expected)}, got ${short(actual)}`;
  }
  if (kind !== "object" && kind !== "array") {
    return expected === actual
      ? undefined
      : `${path || "body"}: expected ${short(expected)}, got ${short(actual)}`;
  }
  const left = expected as Record<string, unknown>;
  const right = actual as Record<string, unknown>;
  const keys = Object.keys(left);
  const missing = keys.filter((key) => !Object.hasOwn(right, key));
  const surplus = Object.keys(right).filter((key) => !Object.hasOwn(left, key));
  if (missing.length + surplus.length > 0) {
    return `${path || "body"}: missing ${short(missing)}, surplus ${short(surplus)}`;
  }
  for (const key of keys) {
    const difference = differenceOf(left[key], right[key], `${path}.${key}`);
    if (difference) return difference;
  }
}

/** The text of a recorded answer that was not JSON. */
function rawText(response: unknown): string | undefined {
  if (typeof response === "string") return response;
  return (response as { __raw__?: string } | null)?.__raw__;
}

/** What differs between a recorded answer and ours; undefined when they agree. */
export async function disagreement(
  recorded: Exchange,
  response: Response,
): Promise<string | undefined> {
  const text = await response.text();
  if (response.status !== recorded.status) {
    return `status: expected ${recorded.status}, got ${response.status} ${text.slice(0, 200)}`;
  }
  const names = recorded.request_headers ? [...HEADERS, ...CROSS_ORIGIN] : HEADERS;
  const normal = (value: string | null | undefined) => value?.toLowerCase() ?? null;
  for (const name of names) {
    const expected = recorded.headers[name];
    const actual = response.headers.get(name);
    if (normal(expected) !== normal(actual)) {
      return `${name}: expected ${expected}, got ${actual}`;
    }
  }
  // Pages of HTML are the web server's; that there is one is enough.
  if (rawText(recorded.response) !== undefined) return undefined;
  if (recorded.response === null) {
    return text === "" || text === "null" ? undefined : `body: expected none, got ${text}`;
  }
  return differenceOf(recorded.response, text === "" ? null : JSON.parse(text));
}
