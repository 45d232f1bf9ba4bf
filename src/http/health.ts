/** What the server tells about itself: to probes, to Prometheus, and to whoever opens its address. */

import type { Context, Handler } from "hono";
import { sameText } from "../accounts/secrets.ts";
import type { Metrics } from "../lib/metrics.ts";
import { type Env, refusal } from "./context.ts";
import { isLoopback } from "./networks.ts";

const transport = "streamable-http";

/** Whether the process answers; for anybody, so it says no more than that. */
export function health({ version }: { version: string }): Handler<Env> {
  return reading((c) => c.json({ status: "healthy", version, transport }));
}

export interface ReadyOptions {
  /** What must hold, by name; one that throws does not. */
  checks: Record<string, () => boolean | Promise<boolean>>;
  /** What is known of the upstreams, by name; it decides nothing. */
  upstreams?(): Record<string, string>;
}

/** Whether requests can be served: 503 until every check holds. An upstream that is down is not among them. */
export function ready({ checks, upstreams }: ReadyOptions): Handler<Env> {
  return reading(async (c) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => {
        try {
          return [name, await check()] as const;
        } catch (error) {
          c.var.log.warning(`The check "${name}" failed`, { error });
          return [name, false] as const;
        }
      }),
    );
    const isReady = results.every(([, holds]) => holds);
    const body = {
      status: isReady ? "ready" : "not ready",
      checks: Object.fromEntries(results),
      upstreams: upstreams?.(),
    };
    return c.json(body, isReady ? 200 : 503);
  });
}

export interface MetricsPageOptions {
  metrics: Metrics;
  /** Whoever sends it may read; without it only this machine may. */
  token?: string;
}

/** The metrics. Whoever may not read them learns not even that there are any. */
export function metricsPage({ metrics, token }: MetricsPageOptions): Handler<Env> {
  const mayRead = token === undefined ? isLocal : (c: Context<Env>) => sends(c, token);
  const page = reading((c) =>
    c.body(metrics.text(), 200, { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" })
  );
  return (c, next) => mayRead(c) ? page(c, next) : c.notFound();
}

export interface InfoOptions {
  version: string;
  /** There is an authorization server. */
  signsIn: boolean;
  /** Where clients reach the server. */
  publicUrl(): URL;
}

/** What this is and where its endpoints are, as absolute addresses. */
export function info({ version, signsIn, publicUrl }: InfoOptions): Handler<Env> {
  return reading((c) => {
    const base = publicUrl().href.replace(/\/$/, "");
    const metadata = { oauth_metadata: `${base}/.well-known/oauth-authorization-server` };
    const endpoints = {
      health: `${base}/health`,
      mcp: `${base}/mcp`,
      ...(signsIn && metadata),
    };
    return c.json({ name: "kimai-mcp", version, transport, endpoints });
  });
}

function reading(handler: Handler<Env>): Handler<Env> {
  return (c, next) =>
    ["GET", "HEAD"].includes(c.req.method)
      ? handler(c, next)
      : refusal(405, "Method not allowed: use GET", { Allow: "GET, HEAD" });
}

const forwarding = ["X-Forwarded-For", "X-Real-IP", "Forwarded"];

/** The peer as well, and nothing that a proxy adds: one on this machine need not be trusted to be there. */
function isLocal(c: Context<Env>): boolean {
  return isLoopback(c.env.peer) && isLoopback(c.var.address) &&
    !forwarding.some((name) => c.req.header(name) !== undefined);
}

function sends(c: Context<Env>, token: string): boolean {
  const given = /^bearer +(\S+) *$/i.exec(c.req.header("Authorization") ?? "")?.[1];
  return given !== undefined && sameText(given, token);
}
