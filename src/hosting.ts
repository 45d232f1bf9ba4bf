// No test of its own: tests/e2e/http_test.ts starts it.
/** Serving over HTTP: who may come in and how, what is measured and written down, and the end without losses. */

import {
  AccountsError,
  type AccountsSource,
  type LiveAccounts,
  openAccounts,
} from "./accounts/live.ts";
import { createSecret, hashSecret } from "./accounts/secrets.ts";
import { createUpstreams } from "./accounts/upstreams.ts";
import { compose, sharedSessions, version } from "./composition.ts";
import type { Fetch, ObservedRequest } from "./connectors/connector.ts";
import { connectors } from "./connectors/mod.ts";
import { type AppOptions, createApp } from "./http/app.ts";
import { createClientAddress } from "./http/client_address.ts";
import { connectingLines } from "./http/connecting.ts";
import { createHostGuard } from "./http/hosts.ts";
import type { Principal } from "./http/context.ts";
import { createMcpEndpoint } from "./http/mcp.ts";
import { addressKey, isAddressOrNetwork, isLoopback } from "./http/networks.ts";
import { createLimits } from "./http/limits.ts";
import { type Application, listen, type Listening } from "./http/serve.ts";
import { createSseEndpoint } from "./http/sse.ts";
import { createStreams } from "./http/streams.ts";
import { openWays, sharedAccount, type Ways } from "./http/ways_in.ts";
import { keepTimers } from "./lib/later.ts";
import { describeNotListening } from "./lib/listening.ts";
import type { Log } from "./lib/log.ts";
import { createMetrics, type Metrics } from "./lib/metrics.ts";
import { pause } from "./lib/pause.ts";
import { describeReaders } from "./lib/readers.ts";
import type { AuditTrail } from "./mcp/audit.ts";
import type { Call } from "./mcp/caller.ts";
import type { EndedCall } from "./mcp/dispatch.ts";
import { UserError } from "./mcp/errors.ts";
import { type HttpSettings, refusePlanned } from "./settings/http.ts";
import { readPublicUrl } from "./settings/public_url.ts";
import { SettingsError } from "./settings/table.ts";
import { openSignIn } from "./sign_in.ts";

export interface HostingOptions {
  settings: HttpSettings;
  users: AccountsSource;
  log: Log;
  /** Told of each call that writes; closed by whoever opened it. */
  trail: AuditTrail;
  /** Fires when the program is to end. */
  signal: AbortSignal;
  /** Writes to stdout, for people. */
  say(text: string): void;
}

/** Milliseconds that calls under way have to end in, and then their answers to arrive. */
const drain = 10_000;
const flush = 2_000;
/** Milliseconds between two looks for what was unused for too long. */
const tidying = 30_000;
/** Upstreams that are open at once, and milliseconds for which an unused one stays so. */
const openUpstreams = { max: 1000, idle: 1_800_000 };

const now = Temporal.Now.instant;
const steady = () => performance.now();

/**
 * Serves until the signal fires and what was under way is through.
 * @throws {SettingsError} when serving cannot begin
 */
export async function serveOverHttp(options: HostingOptions): Promise<void> {
  const { settings, log, trail, signal, say } = options;
  refusePlanned(settings);
  checkAddresses(settings);
  const demo = settings.demo ? await openDemo(options) : undefined;
  const users = demo?.users ?? options.users;
  const accounts = await readAccounts({ ...options, users });
  const ways = openWays({
    serverToken: settings.server_token,
    legacySlugs: settings.legacy_slugs,
    accounts,
  });
  const signsIn = isGiven(users);
  if (ways.titles.length === 0 && !signsIn) throw noWayIn();
  const metrics = createMetrics();
  const calls = createCalls({ settings, accounts, metrics, trail, log, demo });
  const { catalogue, factory } = compose({ settings, log, now, ...calls });
  const sessions = {
    max: settings.max_sessions,
    maxPerAccount: Math.min(settings.max_sessions, 100),
    idle: settings.session_ttl,
    now: steady,
  };
  const mcp = createMcpEndpoint({ factory, sessions, log });
  const sse = settings.sse ? createSseEndpoint({ factory, sessions }) : undefined;
  const endOf = (isOver: (principal: Principal) => boolean) => {
    mcp.endOf(isOver);
    sse?.endOf(isOver);
  };
  const streams = createStreams({ maxPerAccount: settings.max_streams });
  metrics.gauge("mcp_sessions", () => mcp.sessions + (sse?.sessions ?? 0));
  metrics.gauge("mcp_streams_open", () => streams.open);
  metrics.gauge("mcp_upstreams_open", () => calls.upstreams.size);
  metrics.gauge("mcp_build_info", () => 1, { version });
  const application = Promise.withResolvers<Application>();
  const listening = bind(settings, log, application.promise);
  // Before anybody hears that it serves: who then asks for a reload must not end the program.
  const stopReloading = onHangUp(() => {
    void accounts.reload();
    trail.reopen();
  });
  const issuer = issuerOf(settings, listening.address.port);
  const oauth = signsIn
    ? await openSignIn({
      ...{ settings, issuer, accounts, connectors, metrics, trail, log },
      grantEnded: ({ account, client }) =>
        endOf((one) => one.account === account && one.client === client),
    })
    : undefined;
  let draining = false;
  application.resolve(createApp({
    ...guardsOf(settings, listening.address.port),
    version,
    streams,
    bearer: {
      verifiers: [...ways.verifiers, ...(oauth ? [oauth.verifier] : [])],
      challenge: oauth?.challenge,
    },
    missingScope: async (scopes, tool, args) =>
      (await catalogue()).missingScope(scopes, tool, args),
    slugs: ways.findSlug && {
      find: ways.findSlug,
      keyOf: addressKey,
      now: steady,
      wait: pause,
      random: Math.random,
    },
    mcp,
    sse,
    oauth,
    metrics,
    metricsToken: settings.metrics_token,
    checks: { serving: () => !draining, state: () => oauth?.writable() ?? true },
    upstreams: () => calls.seen,
    log,
    now: steady,
  }));
  announce({ settings, listening, issuer, ways, signsIn, log });
  if (demo) say(welcome(`${issuer}/mcp`, demo.secret));
  accounts.onChange(({ removed, changed }) => {
    const gone = [...removed, ...changed];
    for (const name of gone) calls.upstreams.drop(name);
    endOf(({ account }) => gone.includes(account));
    void oauth?.accountsChanged();
  });
  const tidy = setInterval(() => {
    mcp.sweep();
    calls.upstreams.sweep();
    void oauth?.sweep();
  }, tidying);
  const letTimersGo = keepTimers();
  await aborted(signal);
  draining = true;
  log.info("Ending: waiting for calls under way", { calls: calls.running.size });
  await calls.idle(drain);
  stopReloading();
  clearInterval(tidy);
  await mcp.close();
  sse?.close();
  await listening.stop(flush);
  letTimersGo();
  await oauth?.close();
  accounts.close();
  calls.upstreams.close();
}

/** Whether anybody said where accounts come from. */
function isGiven({ path, text, variables }: AccountsSource): boolean {
  return path !== undefined || text !== undefined || (variables?.size ?? 0) > 0;
}

/** An embedded upstream with one account that can sign in. */
interface Hosted {
  users: AccountsSource;
  secret: string;
  fetch: Fetch;
  settings: Record<string, unknown>;
}

/** The name of that account. */
const demoAccount = "demo";

async function openDemo({ users }: HostingOptions): Promise<Hosted> {
  const [demo] = await Promise.all(connectors.map((connector) => connector.demo?.({ now })));
  const { fetch, settings } = demo!;
  const secret = createSecret();
  const entry = { ...settings, auth_secret_hash: await hashSecret(secret) };
  const text = JSON.stringify({ [demoAccount]: entry });
  return { users: isGiven(users) ? users : { text }, secret, fetch, settings };
}

/** @throws {SettingsError} naming everything that is wrong with the accounts */
async function readAccounts({ settings, users, log }: HostingOptions): Promise<LiveAccounts> {
  const readers = users.path === undefined ? undefined : await describeReaders(users.path);
  if (readers) log.warning(readers);
  try {
    return await openAccounts({
      source: users,
      credentials: connectors.map(({ credentials }) => credentials),
      log,
      legacySlugs: settings.legacy_slugs,
      mayBeEmpty: settings.server_token !== undefined,
    });
  } catch (error) {
    throw error instanceof AccountsError ? new SettingsError([...error.problems], 1) : error;
  }
}

/** @throws {SettingsError} for what only shows once it is used, before anything is begun */
function checkAddresses({ public_url, port, trusted_proxy, egress }: HttpSettings): void {
  readPublicUrl(public_url, port);
  const lists = { "--trusted-proxy": trusted_proxy, "--egress": egress };
  const wrong = Object.entries(lists).flatMap(([flag, list]) =>
    list.filter((entry) => !isAddressOrNetwork(entry))
      .map((entry) =>
        `Cannot use "${entry}" as ${flag}: give an address or network like 10.0.0.0/8`
      )
  );
  if (wrong.length > 0) throw new SettingsError(wrong, 2);
}

function noWayIn(): SettingsError {
  const accounts =
    "name people who sign in with --users-config (kimai-mcp users add makes the file)";
  const token = "set --server-token (MCP_SERVER_TOKEN) for one shared account";
  return new SettingsError([`Nobody could get in: ${accounts}, or ${token}`], 1);
}

interface CallsOptions {
  settings: HttpSettings;
  accounts: LiveAccounts;
  metrics: Metrics;
  trail: AuditTrail;
  log: Log;
  demo?: Hosted;
}

/** Whose upstream each call goes to, what is told of it, and which are under way. */
function createCalls({ settings, accounts, metrics, trail, log, demo }: CallsOptions) {
  const seen: Record<string, string> = {};
  const observe = ({ connector, method, outcome, ms }: ObservedRequest) => {
    metrics.count("mcp_upstream_requests_total", { connector, method, code: outcome });
    metrics.observe("mcp_upstream_seconds", ms / 1000, { connector });
    // Any answer means that it is there.
    seen[connector] = /^\d+$/.test(outcome) ? "answers" : outcome;
  };
  const services = { log, now, observe, fetch: demo?.fetch };
  const upstreams = createUpstreams({
    connectors,
    services,
    values: settings,
    ...openUpstreams,
    now: steady,
  });
  const own = { ...settings, ...demo?.settings, demo: false };
  const shared = sharedSessions({ settings: own, ...services });
  const running = new Set<Call>();
  let idle = Promise.withResolvers<void>();
  return {
    upstreams,
    running,
    seen,
    sessionOf: (id: string, call: Call) => {
      running.add(call);
      if (call.caller.user === sharedAccount) return shared(id, call);
      const account = accounts.get(call.caller.user ?? "");
      if (!account) throw new UserError("Your account is gone: ask whoever runs this server");
      return upstreams.sessionOf(account, id, call);
    },
    released: (call: Call) => {
      running.delete(call);
      upstreams.ended(call);
      if (running.size > 0) return;
      idle.resolve();
      idle = Promise.withResolvers();
    },
    ended: (ended: EndedCall) => {
      const { upstream: connector, tool, action, outcome, ms } = ended;
      metrics.count("mcp_tool_calls_total", { connector, tool, action, outcome });
      metrics.observe("mcp_tool_seconds", ms / 1000, { connector, tool });
      trail.ended(ended);
    },
    /** Waits until no call is under way, some milliseconds at most. */
    idle: async (patience: number) => {
      if (running.size === 0) return;
      const enough = new AbortController();
      await Promise.race([idle.promise, pause(patience, enough.signal).catch(() => {})]);
      enough.abort();
    },
  };
}

/** What keeps strangers and floods out, as the settings say. */
function guardsOf(
  settings: HttpSettings,
  port: number,
): Pick<AppOptions, "publicUrl" | "hosts" | "origins" | "address" | "limits" | "body"> {
  const publicUrl = readPublicUrl(settings.public_url, port);
  const loopback = ["localhost", "127.0.0.1", "[::1]"];
  const origins = loopback.map((name) => `http://${name}:${port}`);
  return {
    publicUrl,
    hosts: createHostGuard({
      allowed: [...settings.allowed_hosts, publicUrl.hostname, ...loopback],
    }),
    origins: { allowed: [...settings.allowed_origins, publicUrl.origin, ...origins] },
    address: createClientAddress({ trusted: settings.trusted_proxy }),
    limits: createLimits(settings, steady),
    body: { max: settings.max_body, timeout: settings.body_timeout },
  };
}

/** The public URL without a slash at its end. */
function issuerOf(settings: HttpSettings, port: number): string {
  return readPublicUrl(settings.public_url, port).href.replace(/\/+$/, "");
}

/** @throws {SettingsError} when the address cannot be listened on */
function bind(settings: HttpSettings, log: Log, application: Promise<Application>): Listening {
  const { host, port } = settings;
  const onError = (error: unknown) =>
    log.error("A request failed outside of all routes", { error });
  try {
    const answer: Application = async (request, peer) => await (await application)(request, peer);
    return listen(answer, { host, port, onError });
  } catch (error) {
    throw new SettingsError([describeNotListening(error, { host, port })], 1);
  }
}

interface Announcement {
  settings: HttpSettings;
  listening: Listening;
  issuer: string;
  ways: Ways;
  signsIn: boolean;
  log: Log;
}

/** Says in the log where the server is, and every way in that is open. */
function announce({ settings, listening, issuer, ways, signsIn, log }: Announcement): void {
  const { hostname, port } = listening.address;
  const url = `${issuer}/mcp`;
  log.info("Serving Streamable HTTP", { url, listening: `${hostname}:${port}`, version });
  const titles = [
    ...(signsIn ? ["sign-in of each account with its secret (OAuth 2.1)"] : []),
    ...ways.titles,
    ...(settings.sse ? ["the HTTP+SSE transport of 2024 on /sse, with the same tokens"] : []),
  ];
  for (const title of titles) log.info(`Way in: ${title}`);
  if (isLoopback(hostname) || url.startsWith("https:")) return;
  log.warning(
    "Other machines can reach this port, and tokens would go there in clear: put a proxy with TLS before it and set --public-url",
  );
}

/** What a person reads who tries it. */
function welcome(url: string, secret: string): string {
  return [
    `Serving an embedded Kimai at ${url}`,
    "",
    connectingLines(url),
    "",
    `The client opens a page: sign in there as ${demoAccount} with the secret ${secret}`,
  ].join("\n");
}

/** Runs a task at each SIGHUP. @returns a function that ends it */
function onHangUp(task: () => void): () => void {
  if (Deno.build.os === "windows") return () => {};
  Deno.addSignalListener("SIGHUP", task);
  return () => Deno.removeSignalListener("SIGHUP", task);
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) =>
    signal.addEventListener("abort", () => resolve(), { once: true })
  );
}
