/**
 * The embedded Kimai as an older release would answer: a `fetch` around it that reads the rows of
 * versions_table.ts. Here is what happens to the request; versions_answers.ts has the answer.
 */
import { PREFERENCES } from "./preferences.ts";
import type { Json } from "./serialize.ts";
import type { DemoState } from "./state.ts";
import { rewrite, tellVersion } from "./versions_answers.ts";
import {
  type Asked,
  Differences,
  fieldsOf,
  isAsked,
  pathOf,
  releaseOf,
} from "./versions_release.ts";

type Fetch = (input: Request | URL | string, init?: RequestInit) => Promise<Response>;

/** As in the requests of `routes.ts`: `time_budget` is `timeBudget` (API.md trap 28). */
const camelKey = (key: string): string =>
  key.replace(/(?<=.)_+([a-z0-9])/gi, (_all, letter: string) => letter.toUpperCase());

/** No form has this field, and no preference has this name. */
const UNKNOWN = "unknownToThisRelease";

/**
 * Wraps an embedded Kimai so that it answers like the release of that version: routes, parameters,
 * form fields, keys of answers, and what `GET /version` says. Up to 2.66 itself nothing changes.
 * @param version from 2.0.0 to 2.66; without a patch it is the first of its minor
 * @param state the Kimai's own rows: with them, what only 2.66 hides (rates, budgets) is there as
 *   before, and the older permission checks hold
 * @throws {RangeError} with a sentence, for any other version
 */
export function asVersion(fetch: Fetch, version: string, state?: DemoState): Fetch {
  const release = releaseOf(version);
  const differences = new Differences(release);
  return async (input, init) => {
    init?.signal?.throwIfAborted();
    const asked = await read(new Request(input, init));
    if (isPreflight(asked)) return await forward(fetch, asked);
    const response = await answer(fetch, adapt(asked, differences, state), differences);
    const rewritten = await rewrite(response, asked, differences, state);
    return isAsked("GET /version", asked) ? await tellVersion(rewritten, release) : rewritten;
  };
}

async function read(request: Request): Promise<Asked> {
  const { method, url, headers, signal } = request;
  const bytes = new Uint8Array(await request.arrayBuffer());
  const body = bytes.length > 0 ? bytes : undefined;
  return { method, url: new URL(url), headers: new Headers(headers), body, signal };
}

/** Bytes, not text: a text would bring a Content-Type of its own. */
const forward = (fetch: Fetch, { url, ...init }: Asked): Promise<Response> => fetch(url, init);

const isPreflight = ({ method, headers }: Asked): boolean =>
  method === "OPTIONS" && headers.has("Access-Control-Request-Method");

/** The request without what the release does not know. */
function adapt(asked: Asked, differences: Differences, state?: DemoState): Asked {
  const url = new URL(asked.url);
  const headers = new Headers(asked.headers);
  if (differences.rule("no tokens")) headers.delete("Authorization");
  for (const { route, parameter } of differences.of("no parameter")) {
    if (isAsked(route, asked)) url.searchParams.delete(parameter);
  }
  const adapted = { ...asked, url, headers };
  const json = jsonOf(asked);
  const changed = formOf(json, asked, differences) ??
    preferencesOf(json, asked, differences, state);
  if (changed === undefined) return adapted;
  headers.set("Content-Type", "application/json");
  return { ...adapted, body: new TextEncoder().encode(JSON.stringify(changed)) };
}

/** The body as a value, if Kimai would read one. */
function jsonOf({ headers, body }: Asked): unknown {
  const media = (headers.get("Content-Type") ?? "application/json").split(";")[0].trim();
  const text = new TextDecoder().decode(body);
  if (media === "application/x-www-form-urlencoded") {
    return Object.fromEntries(new URLSearchParams(text));
  }
  if (media !== "application/json") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A form as the release takes it: fields it does not have stay unknown. Undefined: as it is. */
function formOf(json: unknown, asked: Asked, differences: Differences): Json | undefined {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return undefined;
  const { absent, former } = fieldsOf(asked, differences);
  const entries = Object.entries(json).map(([key, value]) => {
    const known = former.find(({ then }) => then === key);
    if (known) return [known.field, value];
    const name = camelKey(key);
    const isExtra = absent.includes(name) || former.some(({ field }) => field === name);
    return [isExtra ? UNKNOWN : key, value];
  });
  const changed = entries.some(([key], index) => key !== Object.keys(json)[index]);
  return changed ? Object.fromEntries(entries) : undefined;
}

/** Preferences of the work contract that nobody stored yet are unknown (before 2.61). */
function preferencesOf(
  json: unknown,
  asked: Asked,
  differences: Differences,
  state?: DemoState,
): unknown {
  const id = /^\/users\/(\d+)\/preferences$/.exec(pathOf(asked))?.[1];
  const stored = state?.users.get(Number(id))?.preferences;
  if (!stored || !Array.isArray(json) || !differences.rule("contract as stored")) return undefined;
  const isUnknown = (name: unknown) =>
    PREFERENCES.some((row) => row.contract && row.name === name && !stored.has(row.name));
  return json.map((field) => isUnknown(field?.name) ? { ...field, name: UNKNOWN } : field);
}

/** Asks the embedded Kimai, on the route that did then what is asked for. */
async function answer(fetch: Fetch, asked: Asked, differences: Differences): Promise<Response> {
  const former = differences.of("former route").find(({ route }) => isAsked(route, asked));
  if (former) return await forward(fetch, { ...asked, method: former.method });
  const isAbsent = differences.of("no route")
    .some(({ routes }) => routes.some((route) => isAsked(route, asked)));
  // No route has this method, so Kimai answers 404 or 405 before it looks at anything else.
  if (isAbsent) return await forward(fetch, { ...asked, method: "UNKNOWN", body: undefined });
  return differences.rule("pages of any size")
    ? await readPages(fetch, asked)
    : await forward(fetch, asked);
}

/** The pages that the embedded Kimai makes at most. */
const CAP = 500;

/** A page longer than the cap, put together from several. */
async function readPages(fetch: Fetch, asked: Asked): Promise<Response> {
  const { searchParams } = asked.url;
  const isPaged = isAsked("GET /timesheets", asked) || isAsked("GET /invoices", asked);
  const size = /^\d+$/.test(searchParams.get("size") ?? "") ? Number(searchParams.get("size")) : 0;
  const number = searchParams.get("page") ?? "";
  if (!isPaged || size <= CAP || !/^\d*$/.test(number)) return await forward(fetch, asked);
  const page = Number(number) || 1;
  const readPage = (inner: number) => {
    const url = new URL(asked.url);
    url.searchParams.set("size", String(CAP));
    url.searchParams.set("page", String(inner));
    return forward(fetch, { ...asked, method: "GET", url });
  };
  const first = await readPage(1);
  if (!first.ok) return first;
  const total = Number(first.headers.get("X-Total-Count"));
  const pages = Math.max(1, Math.ceil(total / size));
  // Beyond the last page of any size: Kimai's own 404.
  if (page > pages) return await readPage(total + 2);
  const from = (page - 1) * size;
  const rows: unknown[] = [];
  for (let at = Math.floor(from / CAP); at * CAP < Math.min(from + size, total); at++) {
    rows.push(...await (await readPage(at + 1)).json());
  }
  const skipped = from % CAP;
  const headers = new Headers(first.headers);
  headers.set("X-Page", String(page));
  headers.set("X-Per-Page", String(size));
  headers.set("X-Total-Pages", String(pages));
  return Response.json(rows.slice(skipped, skipped + size), { headers });
}
