// No test of its own: api_test.ts asks for every address and path through it.
/** Where a request goes and what it carries: the tidied address, the encoded path, the query, the headers. */
import about from "../../../deno.json" with { type: "json" };
import { UserError } from "../../mcp/errors.ts";
import type { Asked } from "./faults.ts";

/** A part of a path: a word of Kimai's, an id, or a name. */
export type Segment = string | number;
/** Lists are sent as `name[]`, booleans as 1 and 0 (API.md 2); what is undefined is left out. */
export type Query = Record<
  string,
  string | number | boolean | readonly (string | number)[] | undefined
>;

/** How sentences name the setting. */
export const urlSetting = "--kimai-url (KIMAI_URL)";

/**
 * The address of Kimai without `/api`, slashes, query and blanks around it; a sub-path is kept.
 * @throws {UserError} when it is missing, has no http or https scheme, or has a password in it
 */
export function tidyUrl(configured: string | undefined): URL {
  const text = configured?.trim();
  if (!text) {
    throw new UserError(
      `No Kimai is configured: set ${urlSetting} to the address of its web pages, such as https://kimai.example.com`,
    );
  }
  // What may be a secret is not repeated: a query, and anything with a password in front of an @.
  const shown = text.includes("@") ? "" : ` "${text.replace(/[?#].*$/s, "")}"`;
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    throw new UserError(
      `The Kimai URL${shown} has no scheme: set ${urlSetting} to an address with https:// in front`,
    );
  }
  const url = URL.parse(text);
  if (!url || !["http:", "https:"].includes(url.protocol)) {
    throw new UserError(
      `The Kimai URL${shown} is no http or https address: set ${urlSetting} to one such as https://kimai.example.com`,
    );
  }
  if (url.username || url.password) {
    throw new UserError(
      `The Kimai URL has a user name or password in it: set ${urlSetting} to "${url.origin}" and give the API token with --kimai-token (KIMAI_API_TOKEN)`,
    );
  }
  url.pathname = url.pathname.replace(/(\/+api)*\/*$/, "");
  url.search = url.hash = "";
  return url;
}

/** @throws {UserError} for a token that is missing or cannot stand in a header */
export function headersOf(token: string | undefined, hasBody: boolean): Record<string, string> {
  const text = token?.trim();
  const advice =
    "make one in your Kimai profile under API access and set --kimai-token (KIMAI_API_TOKEN)";
  if (!text) throw new UserError(`No API token for Kimai is configured: ${advice}`);
  if (!/^[!-~]+$/.test(text)) {
    throw new UserError(
      `The API token for Kimai has blanks or other characters that no token has: copy it again, or ${advice}`,
    );
  }
  return {
    Authorization: `Bearer ${text}`,
    Accept: "application/json",
    "User-Agent": `kimai-mcp/${about.version}`,
    ...(hasBody && { "Content-Type": "application/json" }),
  };
}

/**
 * `/timesheets/7` of `["timesheets", 7]`, each segment percent-encoded.
 * @throws {UserError} for a segment that would change the path: empty, `.`, `..`
 */
export function pathOf(segments: readonly Segment[]): string {
  return segments.map((segment) => {
    const text = String(segment);
    if (["", ".", ".."].includes(text) || !text.isWellFormed()) {
      throw new UserError(`Cannot ask Kimai for "${text.toWellFormed()}": it is no id or name`);
    }
    return `/${encodeURIComponent(text)}`;
  }).join("");
}

/** Words of Kimai's routes have small letters and hyphens; everything else is an id or a name. */
const isWord = (segment: Segment) => /^[a-z]+(-[a-z]+)*$/.test(String(segment));

/** The path as logs show it, ids replaced. */
export function routeOf(path: readonly Segment[]): string {
  return path.map((segment) => isWord(segment) ? `/${segment}` : "/{id}").join("");
}

/** Whether a path names a record, something of a record, or neither. */
export function namesOf(path: readonly Segment[]): Asked["names"] {
  const first = path.findIndex((segment) => !isWord(segment));
  if (first === -1) return "collection";
  return first === path.length - 1 ? "record" : "part";
}

/** The query string with its question mark; empty without parameters. */
export function searchOf(query: Query = {}): string {
  const search = new URLSearchParams();
  const text = (value: string | number | boolean) =>
    typeof value === "boolean" ? (value ? "1" : "0") : String(value);
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    if (typeof value !== "object") search.append(name, text(value));
    else for (const item of value) search.append(`${name}[]`, text(item));
  }
  return search.size > 0 ? `?${search}` : "";
}
