/** The order of guards and routes, from the outside in. */

import { type Handler, Hono, type MiddlewareHandler } from "hono";
import type { Log } from "../lib/log.ts";
import type { Metrics } from "../lib/metrics.ts";
import { forPrograms, type OAuth } from "../oauth/mod.ts";
import { paths } from "../oauth/paths.ts";
import { type BearerOptions, requireBearer } from "./bearer.ts";
import { readJson } from "./body.ts";
import { type ClientAddress, clientAddress } from "./client_address.ts";
import { type Env, type Principal, refusal, tooMany } from "./context.ts";
import { securityHeaders } from "./headers.ts";
import { health, info, metricsPage, ready } from "./health.ts";
import type { HostGuard } from "./hosts.ts";
import type { Admitted, McpEndpoint } from "./mcp.ts";
import { addressKey } from "./networks.ts";
import { cors, guardOrigin, type OriginRules } from "./origins.ts";
import type { Limits } from "./limits.ts";
import { limitBy } from "./rate_limit.ts";
import { internalError, requestLog } from "./request_id.ts";
import { requireScope, type ScopeOptions } from "./scope.ts";
import type { Application } from "./serve.ts";
import { requireSlug, type SlugOptions } from "./slugs.ts";
import type { SseEndpoint } from "./sse.ts";
import type { Streams } from "./streams.ts";

export interface AppOptions {
  version: string;
  /** Where clients reach the server. */
  publicUrl: URL;
  hosts: HostGuard;
  origins: OriginRules;
  address: ClientAddress;
  limits: Limits;
  /** Bytes, and seconds. */
  body: { max: number; timeout: number };
  streams: Streams;
  /** Tokens that let a request in. */
  bearer: BearerOptions;
  /** The scope that a tool call takes and its caller has not; absent where tokens have none. */
  missingScope?: ScopeOptions["missing"];
  /** Names that let a request in, where that is switched on. */
  slugs?: SlugOptions;
  mcp: McpEndpoint;
  /** The transport of 2024, where that is switched on. */
  sse?: SseEndpoint;
  metrics: Metrics;
  metricsToken?: string;
  /** The authorization server, where people sign in. */
  oauth?: Pick<OAuth, "routes">;
  /** What must hold for the server to be ready, by name. */
  checks: Record<string, () => boolean>;
  /** What was last seen of the upstreams, by name. */
  upstreams?(): Record<string, string>;
  log: Log;
  /** Milliseconds, steady. */
  now(): number;
}

export function createApp(options: AppOptions): Application {
  const { hosts } = options;
  const app = accompanied(new Hono<Env>(), options);
  routeOperation(app, options);
  routeMcp(app, options);
  routeSse(app, options);
  routeOAuth(app, options);
  app.notFound(() => refusal(404, "Not found"));
  // A host that is not ours is no reason to look at the path, which Deno may have taken from it.
  const turnedAway = accompanied(new Hono<Env>({ getPath: () => "/" }), options);
  turnedAway.all("*", ({ req: { raw } }) => {
    options.metrics.count("mcp_refused_total", { why: "host" });
    return hosts(hostOf(raw), raw.url)!;
  });
  return async (request, peer) => {
    const refused = hosts(hostOf(request), request.url) !== undefined;
    return await (refused ? turnedAway : app).fetch(request, { peer });
  };
}

/**
 * The host that a request names: by its header, else by its URL, which over HTTP/2 is the only place. Of a
 * request that names none Deno makes one for localhost and our port; that is refused (RFC 9112, 3.2).
 */
function hostOf({ headers, url }: Request): string | null {
  const header = headers.get("Host");
  if (header !== null) return header;
  const named = /^\w+:\/\/([^/?#]+)/.exec(url)?.[1] ?? "";
  return /^localhost:\d+$/.test(named) ? null : named;
}

/** What goes around every answer: its id, its line in the log, its headers, and whose it is. */
function accompanied(app: Hono<Env>, options: AppOptions): Hono<Env> {
  app.use(requestLog(options));
  app.use(securityHeaders({ https: options.publicUrl.protocol === "https:" }));
  app.use(clientAddress(options.address));
  app.onError(internalError);
  return app;
}

/** What tells about the server itself; never limited, so that a busy server is not taken for a dead one. */
function routeOperation(app: Hono<Env>, options: AppOptions): void {
  const { version, publicUrl, checks, upstreams, oauth, metrics, metricsToken } = options;
  app.all("/health", health({ version }));
  app.all("/ready", ready({ checks, upstreams }));
  app.all("/metrics", metricsPage({ metrics, token: metricsToken }));
  app.all("/", info({ version, signsIn: oauth !== undefined, publicUrl: () => publicUrl }));
}

const methods = ["GET", "POST", "DELETE"];

function routeMcp(app: Hono<Env>, options: AppOptions): void {
  const { mcp, bearer, slugs } = options;
  const serve = endpoint(options, (request, admitted) => mcp.fetch(request, admitted));
  const way = (guard: MiddlewareHandler<Env>) => guarded(options, methods, guard);
  for (const path of ["/mcp", "/mcp/"]) {
    app.use(path, ...way(requireBearer(bearer))).all(path, serve);
  }
  if (slugs) {
    app.use("/mcp/:slug", nameless, ...way(requireSlug(slugs))).all("/mcp/:slug", serve);
  }
}

/** The name in the path is as good as a secret: neither log nor metrics have it. */
const nameless: MiddlewareHandler<Env> = async (c, next) => {
  c.set("route", "/mcp/:slug");
  await next();
};

function routeSse(app: Hono<Env>, options: AppOptions): void {
  const { sse } = options;
  const posts = ["/messages", "/messages/"];
  if (!sse) {
    const gone = () =>
      refusal(410, "The HTTP+SSE transport of 2024 is switched off: use Streamable HTTP on /mcp");
    for (const path of ["/sse", ...posts]) app.all(path, gone);
    return;
  }
  const guard = requireBearer({ ...options.bearer, bare: true });
  const open = endpoint(options, (request, admitted) => sse.open(request, admitted));
  app.use("/sse", ...guarded(options, ["GET"], guard)).all("/sse", open);
  const post = endpoint(options, (request, admitted) => sse.post(request, admitted));
  for (const path of posts) app.use(path, ...guarded(options, ["POST"], guard)).all(path, post);
}

/** Programs on any page may read what they need to sign in somebody; pages for people are for nobody else to read. */
function routeOAuth(app: Hono<Env>, options: AppOptions): void {
  if (!options.oauth) return;
  const limit = limitAddress(options);
  for (const path of forPrograms) {
    app.use(path, cors({ methods: ["GET", "POST"], rules: "any" }), limit);
  }
  for (const path of Object.values(paths)) app.use(path, limit);
  app.route("/", options.oauth.routes);
}

/** All that stands before an endpoint of MCP; `guard` says who asks. */
function guarded(
  options: AppOptions,
  methods: string[],
  guard: MiddlewareHandler<Env>,
): MiddlewareHandler<Env>[] {
  return [...entrance(options, methods), guard, ...admission(options)];
}

/** Before anybody is known: pages of other sites, preflights, methods that are not there. */
function entrance(options: AppOptions, methods: string[]): MiddlewareHandler<Env>[] {
  const { origins } = options;
  const allow = [...methods, "OPTIONS"].join(", ");
  const method: MiddlewareHandler<Env> = async (c, next) =>
    methods.includes(c.req.method)
      ? await next()
      : refusal(405, `Method not allowed: use ${methods.join(" or ")}`, { Allow: allow });
  // A page can read a refusal only behind cors, the limit's among them.
  return [cors({ methods, rules: origins }), limitAddress(options), guardOrigin(origins), method];
}

/** Once somebody is known: their limits, then the body, which costs most. */
function admission(options: AppOptions): MiddlewareHandler<Env>[] {
  const { limits, body, bearer, missingScope: missing, metrics } = options;
  const limit = (by: "account" | "client", keyOf: (principal: Principal) => string) =>
    limitBy({
      by,
      limitOf: () => limits[by],
      keyOf: (c) => keyOf(c.get("principal")!),
      refused: () => metrics.count("mcp_rate_limited_total", { by }),
    });
  return [
    ...(limits.account ? [limit("account", ({ account }) => account)] : []),
    ...(limits.client ? [limit("client", ({ account, client }) => `${account} ${client}`)] : []),
    readJson(body),
    ...(missing ? [requireScope({ missing, challenge: bearer.challenge })] : []),
  ];
}

function limitAddress({ limits, metrics }: AppOptions): MiddlewareHandler<Env> {
  return limitBy({
    by: "address",
    limitOf: (c) => limits.address(c.get("address")),
    keyOf: (c) => addressKey(c.get("address")),
    refused: () => metrics.count("mcp_rate_limited_total", { by: "address" }),
  });
}

/** Hands an admitted request to an endpoint, within the streams that an account may have open. */
function endpoint(
  { streams, metrics }: AppOptions,
  answer: (request: Request, admitted: Admitted) => Response | Promise<Response>,
): Handler<Env> {
  return async (c) => {
    const principal = c.get("principal")!;
    const { account } = principal;
    if (streams.isFull(account)) {
      metrics.count("mcp_rate_limited_total", { by: "streams" });
      return tooMany("account, which has as many streams open as it may", 5);
    }
    return streams.hold(
      account,
      await answer(c.req.raw, {
        principal,
        requestId: c.get("requestId"),
        body: c.get("body"),
      }),
    );
  };
}
