/**
 * From a request to a handler: CORS, routes, body, credentials, in Kimai's order. Wrong routes and
 * methods are answered before credentials are looked at (ADDENDA, fact 19).
 */
import { absenceRoutes } from "./absences.ts";
import { type Answer, Refusal, refusal } from "./answers.ts";
import { Call, type Handler, type Route } from "./call.ts";
import { commentAndRateRoutes } from "./comments.ts";

import { corsHeaders, preflight } from "./cors.ts";
import { invoiceRoutes } from "./invoices.ts";
import { customFieldRoutes } from "./meta.ts";
import { masterRoutes } from "./masters.ts";
import { PHRASES, TEXTS } from "./messages.ts";
import { holds } from "./permissions.ts";
import { holidayRoutes } from "./public_holidays.ts";
import { parseQuery } from "./query.ts";
import type { User } from "./records.ts";
import type { DemoState } from "./state.ts";
import { systemRoutes } from "./system.ts";
import { tagRoutes } from "./tags.ts";
import { teamRoutes } from "./teams.ts";
import { timesheetRoutes } from "./timesheets.ts";
import { userRoutes } from "./users.ts";

/** A path with the methods it answers. */
interface Entry {
  pattern: RegExp;
  methods: Map<string, Handler>;
  /** The plugin without which the path does not exist. */
  plugin?: string;
}

/** The routes of the whole API, fixed segments before variable ones. */
function entriesOf(routes: Route[]): Entry[] {
  const byPath = new Map<string, Entry>();
  for (const [method, path, handler, plugin] of routes) {
    let entry = byPath.get(path);
    if (!entry) {
      const source = path.replace(/\{id\}/g, "(\\d+)").replace(/\{word\}/g, "([^/]+)");
      entry = { pattern: new RegExp(`^${source}$`), methods: new Map(), plugin };
      byPath.set(path, entry);
    }
    entry.methods.set(method, handler);
  }
  return [...byPath.values()];
}

const SCHEME = /^Bearer (.+)$/;

/** The caller, or Kimai's refusal (API.md 1.4). */
function authenticate(state: DemoState, headers: Headers): User {
  const authorization = headers.get("authorization") ?? "";
  const token = SCHEME.exec(authorization)?.[1];
  if (token === undefined) {
    // The legacy headers: no embedded user has an API password, so they are always wrong.
    if (headers.has("x-auth-user") && headers.has("x-auth-token")) {
      throw new Refusal({ status: 403, body: { message: TEXTS.invalidCredentials } });
    }
    throw refusal(401);
  }
  const user = state.userOfToken(token);
  if (!user) {
    throw new Refusal({
      status: 401,
      headers: {
        "Content-Type": "application/json",
        "WWW-Authenticate": 'Bearer error="invalid_token",error_description="Invalid credentials."',
      },
    });
  }
  if (!holds(state, user, "api_access")) throw refusal(403);
  return user;
}

/** Keys in camel case, all the way down: `time_budget` is `timeBudget` (API.md trap 28). */
function camelKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.replace(/(?<=.)_+([a-z0-9])/gi, (_all, letter: string) => letter.toUpperCase()),
      camelKeys(inner),
    ]),
  );
}

/** The body as Kimai takes it: JSON, or a form; any other type is passed over (API.md 1.1). */
function readBody(text: string, type: string | null): unknown {
  const media = (type ?? "application/json").split(";")[0].trim().toLowerCase();
  if (text === "") return {};
  if (media === "application/x-www-form-urlencoded") {
    return Object.fromEntries(new URLSearchParams(text));
  }
  if (media !== "application/json") return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refusal(400);
  }
  if (typeof value !== "object" || value === null) throw refusal(400);
  return camelKeys(value);
}

/** A page of HTML that points elsewhere. */
function redirect(status: number, location: string): Answer {
  return {
    status,
    body: `<!DOCTYPE html><title>Redirecting to ${location}</title>`,
    headers: { "Content-Type": "text/html; charset=utf-8", Location: location },
  };
}

/** Files and pages as they are, anything else as JSON. */
function bodyOf(body: unknown, headers: Headers): BodyInit {
  if (body instanceof Uint8Array) return body as Uint8Array<ArrayBuffer>;
  const isText = typeof body === "string" && !headers.get("Content-Type")?.includes("json");
  return isText ? body : JSON.stringify(body);
}

/** The answer as bytes and headers. */
function respond(answer: Answer, head: boolean): Response {
  const headers = new Headers(answer.headers);
  if (answer.body !== undefined && !headers.has("Content-Type")) {
    headers.set("Content-Type", "application/json");
  }
  const isEmpty = head || answer.status === 204 || answer.body === undefined;
  return new Response(isEmpty ? null : bodyOf(answer.body, headers), {
    status: answer.status,
    headers,
  });
}

/** What answers a request for one embedded Kimai. */
export function createDispatcher(state: DemoState): (request: Request) => Promise<Response> {
  const entries = entriesOf([
    ...systemRoutes,
    ...timesheetRoutes,
    ...masterRoutes(),
    ...commentAndRateRoutes(),
    ...userRoutes,
    ...teamRoutes(),
    ...tagRoutes,
    ...invoiceRoutes,
    ...absenceRoutes,
    ...holidayRoutes,
    ...customFieldRoutes,
  ]);

  const match = (path: string) => {
    for (const entry of entries) {
      if (entry.plugin && !state.plugins.some(({ name }) => name === entry.plugin)) continue;
      const found = entry.pattern.exec(path);
      if (found) return { entry, segments: found.slice(1) };
    }
  };

  async function answer(request: Request, url: URL): Promise<Answer> {
    if (!url.pathname.startsWith("/api/")) throw refusal(404);
    const path = url.pathname.slice("/api".length);
    // The description needs a session of the web pages, which a token never has (API.md 1.1).
    if (path === "/doc") return redirect(302, `${url.origin}/en/login`);
    const method = request.method === "HEAD" ? "GET" : request.method;
    const found = match(path);
    if (!found) {
      const bare = path.endsWith("/") && match(path.slice(0, -1));
      if (!bare || method !== "GET" || !bare.entry.methods.has(method)) throw refusal(404);
      authenticate(state, request.headers);
      return redirect(301, `${url.origin}/api${path.slice(0, -1)}${url.search}`);
    }
    const handler = found.entry.methods.get(method);
    if (!handler) throw refusal(405, { Allow: [...found.entry.methods.keys()].join(", ") });
    // A byte order mark stays in the text, where it is no JSON (recordings 4400).
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await request.bytes());
    const body = readBody(text, request.headers.get("content-type"));
    const caller = authenticate(state, request.headers);
    return handler(new Call(state, caller, found.segments, parseQuery(url.search), body));
  }

  return async (request) => {
    const url = new URL(request.url);
    const early = preflight(request, url);
    if (early) return respond(early, false);
    let result: Answer;
    try {
      result = await answer(request, url);
    } catch (thrown) {
      // A bug of ours is loud: it says so, and never passes for an answer of Kimai.
      result = thrown instanceof Refusal ? thrown.answer : {
        status: 500,
        body: { code: 500, message: `${PHRASES[500]}: embedded Kimai: ${thrown}` },
      };
    }
    const response = respond(result, request.method === "HEAD");
    for (const [name, value] of corsHeaders(request, url)) response.headers.set(name, value);
    return response;
  };
}
