/**
 * The embedded Kimai as an older release would answer: a `fetch` around it that reads the rows of
 * versions_table.ts. What a release did not know is kept out of the request and of the answer.
 */
import { refusal } from "./answers.ts";
import { holds } from "./permissions.ts";
import { PREFERENCES } from "./preferences.ts";
import type { Activity, Customer, MasterKind, Project } from "./records.ts";
import { type Json, Serializer } from "./serialize.ts";
import type { DemoState } from "./state.ts";
import {
  ANSWERS,
  type Difference,
  DIFFERENCES,
  EMBEDDED,
  type Level,
  type Model,
  type Rule,
} from "./versions_table.ts";

type Fetch = (input: Request | URL | string, init?: RequestInit) => Promise<Response>;

/** The release that the embedded Kimai is an image of, up to its patches. */
const LAST = { major: 2, minor: 66 };

/** A release; `id` is Kimai's versionId. */
interface Release {
  text: string;
  id: number;
}

/**
 * Reads `2.40.0` or `2.40`.
 * @throws {RangeError} for what is no version, or none that can be imitated
 */
function releaseOf(version: string): Release {
  const [major, minor, patch = 0] = (/^(\d+)\.(\d+)(?:\.(\d{1,2}))?$/.exec(version) ?? []).slice(1)
    .map((digits) => Number(digits ?? 0));
  if (major !== LAST.major || minor > LAST.minor) {
    const range = `${LAST.major}.0.0 to ${LAST.major}.${LAST.minor}`;
    throw new RangeError(`Cannot behave as Kimai "${version}": give a version from ${range}`);
  }
  return { text: `${major}.${minor}.${patch}`, id: major * 10_000 + minor * 100 + patch };
}

type OfKind<K extends Difference["kind"]> = Extract<Difference, { kind: K }>;

/** The differences of one release. */
class Differences {
  readonly #rows: Difference[];
  readonly #keys = new Map<string, string[]>();

  constructor({ id }: Release) {
    this.#rows = DIFFERENCES.filter(({ since = "2.0.0", until }) =>
      releaseOf(since).id <= id && id < releaseOf(until).id
    );
    for (const { models, keys, levels = ["embed", "list", "entity"] } of this.of("no key")) {
      for (const place of models.flatMap((model) => levels.map((level) => `${model} ${level}`))) {
        this.#keys.set(place, [...this.#keys.get(place) ?? [], ...keys]);
      }
    }
  }

  of<K extends Difference["kind"]>(kind: K): OfKind<K>[] {
    return this.#rows.filter((row): row is OfKind<K> => row.kind === kind);
  }

  rule(name: Rule): boolean {
    return this.of("rule").some(({ rule }) => rule === name);
  }

  shows(what: "rates" | "budgets"): boolean {
    return this.of("shown to all").some((row) => row.what === what);
  }

  /** The keys that an object does not have yet where it stands. */
  absentKeys(model: Model, level: Level): string[] {
    return this.#keys.get(`${model} ${level}`) ?? [];
  }
}

/** A request in the parts that are looked at. */
interface Asked {
  method: string;
  url: URL;
  headers: Headers;
  body?: Uint8Array<ArrayBuffer>;
  signal?: AbortSignal;
}

const pathOf = ({ url }: Asked): string => url.pathname.replace(/^\/api/, "").replace(/\/$/, "");

/** The method as routes know it. */
const methodOf = ({ method }: Asked): string => method === "HEAD" ? "GET" : method;

const patterns = new Map<string, RegExp>();

/** Is `METHOD /path/{id}` the route of this method and path? */
function fits(route: string, method: string, path: string): boolean {
  let pattern = patterns.get(route);
  if (!pattern) {
    const source = route.replaceAll("{id}", "\\d+").replaceAll("{word}", "[^/]+");
    patterns.set(route, pattern = new RegExp(`^${source}$`));
  }
  return pattern.test(`${method} ${path}`);
}

const isAsked = (route: string, asked: Asked) => fits(route, methodOf(asked), pathOf(asked));

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

/** Field names of the request's form: absent ones, and those that had another name. */
function fieldsOf(asked: Asked, differences: Differences) {
  const isForm = ({ routes }: { routes: string[] }) =>
    routes.some((route) => isAsked(route, asked));
  const former = differences.of("former field").filter(isForm);
  const absent = differences.of("no field").filter(isForm).flatMap(({ fields }) => fields);
  return { absent, former };
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

async function tellVersion(response: Response, { text, id }: Release): Promise<Response> {
  if (!response.ok || response.body === null) return response;
  return withJson(response, {
    ...await response.json(),
    version: text,
    versionId: id,
    copyright: `Kimai ${text} by Kevin Papst.`,
  });
}

const withJson = (response: Response, json: unknown, status = response.status): Response =>
  new Response(JSON.stringify(json), { status, headers: response.headers });

/** The answer without what the release does not know. */
async function rewrite(
  response: Response,
  asked: Asked,
  differences: Differences,
  state?: DemoState,
): Promise<Response> {
  const result = new Response(response.body, response);
  for (const { header } of differences.of("no header")) result.headers.delete(header);
  if (result.status === 405) return narrow(result, asked, differences);
  const isJson = result.headers.get("Content-Type")?.includes("json");
  if (!isJson || result.body === null) return result;
  if (isAsked("GET /invoices/{id}", asked) && differences.rule("invoices of all customers")) {
    const invoice = result.status === 403 && state && invoiceOf(asked, state);
    if (invoice) return rewritten(withJson(result, invoice, 200), asked, differences, state);
  }
  return await rewritten(result, asked, differences, state);
}

/** A 405 with the methods that there were; a 404 where there was none. */
function narrow(response: Response, asked: Asked, differences: Differences): Response {
  const path = pathOf(asked);
  const absent = differences.of("no route").flatMap(({ routes }) => routes);
  const former = differences.of("former route")
    .filter(({ route }) => fits(route, route.split(" ")[0], path))
    .map(({ route }) => route.split(" ")[0]);
  const methods = (response.headers.get("Allow") ?? "").split(", ")
    .filter((method) => !absent.some((route) => fits(route, method, path)));
  const allowed = [...methods, ...former];
  if (allowed.length > 0) {
    response.headers.set("Allow", allowed.join(", "));
    return response;
  }
  response.headers.delete("Allow");
  const { body } = refusal(404).answer;
  const text = asked.method === "HEAD" ? null : JSON.stringify(body);
  return new Response(text, { status: 404, headers: response.headers });
}

/** An invoice for somebody who may see invoices, whatever teams its customer has. */
function invoiceOf(asked: Asked, state: DemoState): Json | undefined {
  const token = asked.headers.get("Authorization")?.replace(/^Bearer /, "") ?? "";
  const caller = state.userOfToken(token);
  const invoice = state.invoices.get(Number(pathOf(asked).split("/").at(-1)));
  if (!caller || !invoice || !holds(state, caller, "api_access")) return undefined;
  if (!holds(state, caller, "view_invoice")) return undefined;
  return new Serializer(state, caller).invoice(invoice);
}

async function rewritten(
  response: Response,
  asked: Asked,
  differences: Differences,
  state?: DemoState,
): Promise<Response> {
  const text = await response.text();
  if (text === "") return new Response(null, response);
  const json: unknown = JSON.parse(text);
  if (response.ok) {
    const model = ANSWERS.find(([path]) => path.test(pathOf(asked)))?.[1];
    const isFull = /^(?:1|true)$/.test(asked.url.searchParams.get("full") ?? "");
    const level = Array.isArray(json) && !(model === "user" && isFull) ? "list" : "entity";
    if (model) trim(json, model, level, { differences, state });
  } else forgetFields(json, fieldsOf(asked, differences));
  return withJson(response, json);
}

/** Takes away the errors of fields that the release's form does not have. */
function forgetFields(json: unknown, { absent, former }: ReturnType<typeof fieldsOf>): void {
  const { children } = (json as { errors?: { children?: Json } } | null)?.errors ?? {};
  if (!children) return;
  for (const field of absent) delete children[field];
  for (const { field, then } of former.filter(({ field }) => field in children)) {
    children[then] = children[field];
    delete children[field];
  }
}

/** What rewriting an answer takes. */
interface Rewriting {
  differences: Differences;
  state?: DemoState;
}

/** Gives an object, or each of a list, the keys it had, and all that it embeds as well. */
function trim(json: unknown, model: Model, level: Level, rewriting: Rewriting): void {
  if (Array.isArray(json)) {
    for (const item of json) trim(item, model, level, rewriting);
    return;
  }
  if (typeof json !== "object" || json === null) return;
  const object = json as Json;
  showAll(object, model, level, rewriting);
  for (const key of rewriting.differences.absentKeys(model, level)) delete object[key];
  for (const [key, inner] of Object.entries(EMBEDDED[model])) {
    // What a user embeds of his own kind is as complete as he is (API.md 3.5).
    trim(object[key], inner, inner === model ? level : "embed", rewriting);
  }
}

/** Adds what 2.66 hides from this caller and everybody saw before. */
function showAll(
  object: Json,
  model: Model,
  level: Level,
  { differences, state }: Rewriting,
): void {
  const id = Number(object.id);
  if (model === "timesheet" && !("rate" in object) && differences.shows("rates")) {
    const row = state?.timesheets.get(id);
    if (!row) return;
    const { rate, internalRate, fixedRate, hourlyRate } = row;
    Object.assign(object, { rate, internalRate }, level === "entity" && { fixedRate, hourlyRate });
  }
  if (MASTERS.has(model) && level === "entity" && differences.shows("budgets")) {
    const row: Customer | Project | Activity | undefined = state?.masters(model as MasterKind)
      .get(id);
    if (!row) return;
    const { budget, timeBudget, budgetType } = row;
    Object.assign(object, { budget, timeBudget, budgetType });
  }
}

const MASTERS = new Set<Model>(["customer", "project", "activity"]);
