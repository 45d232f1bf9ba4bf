/**
 * Answers as an older release gave them: keys it did not have are taken away, and what only later
 * releases hide is shown.
 */
import { refusal } from "./answers.ts";
import { holds } from "./permissions.ts";
import type { Activity, Customer, MasterKind, Project } from "./records.ts";
import { type Json, Serializer } from "./serialize.ts";
import type { DemoState } from "./state.ts";
import {
  type Asked,
  type Differences,
  fieldsOf,
  fits,
  isAsked,
  pathOf,
  type Release,
} from "./versions_release.ts";
import { ANSWERS, EMBEDDED, type Level, type Model } from "./versions_table.ts";

/** The answer of GET /version, with the release in it. */
export async function tellVersion(response: Response, { text, id }: Release): Promise<Response> {
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
export async function rewrite(
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
