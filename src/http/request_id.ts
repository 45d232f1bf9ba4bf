/**
 * The id that every request has in the log, in its answer and in an internal error's text; with it one line in
 * the log when the answer is through, and what the metrics know of requests.
 */

import type { Context, MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import type { Fields, Log, LogLevel } from "../lib/log.ts";
import type { Metrics } from "../lib/metrics.ts";
import { type Env, refusal } from "./context.ts";
import { isEventStream, whenBodyEnds } from "./streams.ts";

export interface RequestLogOptions {
  log: Log;
  metrics: Metrics;
  /** Milliseconds, steady. */
  now(): number;
}

/** An id that a proxy or client may give: it goes into the log and into a header. */
const acceptable = /^[\w.:=+/-]{1,128}$/;
/** Asked every few seconds by machines. */
const quiet = ["/health", "/ready", "/metrics"];
/** Others are somebody's invention, of which there is no end. */
const methods = ["GET", "HEAD", "POST", "DELETE", "OPTIONS", "PUT", "PATCH"];

/**
 * Goes around everything else. Gives the request its id and its log, and writes and counts it when its answer is
 * through: an event stream when it ends, anything else when it is made.
 */
export function requestLog({ log, metrics, now }: RequestLogOptions): MiddlewareHandler<Env> {
  return async (c, next) => {
    const started = now();
    const given = c.req.header("X-Request-ID");
    const requestId = given && acceptable.test(given) ? given : crypto.randomUUID();
    c.set("requestId", requestId);
    c.set("log", new RequestLog(log, requestId));
    try {
      await next();
    } catch (thrown) {
      // What is no Error passes by the application's error handler.
      c.res = internalError(thrown, c);
    }
    c.res.headers.set("X-Request-ID", requestId);
    const ended = () => {
      const seconds = (now() - started) / 1000;
      const route = routeOf(c);
      write(c, route, seconds);
      measure(c, route, seconds, metrics);
    };
    // Nobody reads the body of a HEAD.
    if (!isEventStream(c.res) || c.req.method === "HEAD") return ended();
    const answer = whenBodyEnds(c.res, ended);
    // hono would copy the headers of the answer that stands there.
    c.res = undefined;
    c.res = answer;
  };
}

/** A bug: logged with what was thrown, answered with nothing but the id. For `app.onError`. */
export function internalError(error: unknown, c: Context<Env>): Response {
  const { log, requestId } = c.var;
  log.error("Internal error", { error });
  const more = "the server's log says more under this id";
  return refusal(500, `Internal error (${requestId}): ${more}`);
}

/** A log whose lines name the request. */
class RequestLog implements Log {
  constructor(readonly log: Log, readonly requestId: string) {}

  debug(message: string, fields?: Fields, mayWait?: boolean): void {
    this.#write("debug", message, fields, mayWait);
  }
  info(message: string, fields?: Fields, mayWait?: boolean): void {
    this.#write("info", message, fields, mayWait);
  }
  warning(message: string, fields?: Fields): void {
    this.#write("warning", message, fields);
  }
  error(message: string, fields?: Fields): void {
    this.#write("error", message, fields);
  }

  #write(level: LogLevel, message: string, fields?: Fields, mayWait?: boolean): void {
    this.log[level](message, { ...fields, request_id: this.requestId }, mayWait);
  }
}

function write(c: Context<Env>, route: string, seconds: number): void {
  const principal = c.get("principal");
  c.get("log")[quiet.includes(route) ? "debug" : "info"]("Request", {
    method: methodOf(c),
    route,
    status: c.res.status,
    ms: Math.round(seconds * 1000),
    address: c.get("address"),
    account: principal && (principal.label ?? principal.account),
    client: principal?.client,
  }, true);
}

function measure(c: Context<Env>, route: string, seconds: number, metrics: Metrics): void {
  const method = methodOf(c);
  metrics.count("mcp_http_requests_total", { route, method, code: String(c.res.status) });
  // A stream that a client opens to listen says nothing about speed.
  const listens = method === "GET" && isEventStream(c.res);
  if (!listens) metrics.observe("mcp_http_request_seconds", seconds, { route });
}

/** The route's pattern, never the path. Guards that stand before many routes are none. */
function routeOf(c: Context<Env>): string {
  return c.get("route") ??
    matchedRoutes(c).findLast(({ path }) => !path.includes("*"))?.path ?? "other";
}

function methodOf(c: Context<Env>): string {
  return methods.includes(c.req.method) ? c.req.method : "other";
}
