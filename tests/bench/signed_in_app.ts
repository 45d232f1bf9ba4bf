/**
 * Ours with people who sign in, over an embedded Kimai, put together as `src/hosting.ts` does it, behind
 * several doors, so that what looking at a token costs can be told from the rest.
 */

import { openAccounts } from "../../src/accounts/live.ts";
import { createUpstreams } from "../../src/accounts/upstreams.ts";
import { compose, sharedSessions } from "../../src/composition.ts";
import { createDemoKimai } from "../../src/connectors/kimai/demo/mod.ts";
import { connectors } from "../../src/connectors/mod.ts";
import { type AppOptions, createApp } from "../../src/http/app.ts";
import type { Verifier } from "../../src/http/bearer.ts";
import { createClientAddress } from "../../src/http/client_address.ts";
import { createHostGuard } from "../../src/http/hosts.ts";
import { createLimits } from "../../src/http/limits.ts";
import { createMcpEndpoint } from "../../src/http/mcp.ts";
import type { Application } from "../../src/http/serve.ts";
import { createStreams } from "../../src/http/streams.ts";
import { openWays, principalOf, sharedAccount } from "../../src/http/ways_in.ts";
import type { Log } from "../../src/lib/log.ts";
import { createMetrics } from "../../src/lib/metrics.ts";
import { openAuditTrail } from "../../src/mcp/audit.ts";
import type { Call } from "../../src/mcp/caller.ts";
import type { HttpSettings } from "../../src/settings/http.ts";
import { openSignIn, type SignIn } from "../../src/sign_in.ts";
import { settingsWith } from "../support/server.ts";

export interface SignedInOptions {
  /** What `USERS_CONFIG` would hold. */
  users: string;
  serverToken: string;
  /** Path of the state file, if there is to be one. */
  file?: string;
  /** The issuer, without a slash at its end. */
  origin: string;
  log: Log;
}

/**
 * Who gets in: everybody, taken for the first account whatever token they send; who signed in; or as well who has
 * the server's token, which is looked at first then.
 */
export const doors = ["open", "sign-in", "sign-in and token"] as const;
export type Door = typeof doors[number];

export interface SignedInApp {
  /** The same application behind each door. */
  behind: Record<Door, Application>;
  oauth: SignIn;
}

const now = Temporal.Now.instant;
const steady = () => performance.now();

export async function createSignedInApp(options: SignedInOptions): Promise<SignedInApp> {
  const { serverToken, origin, log } = options;
  const server = await createTools(options);
  const { settings, accounts, catalogue, factory, metrics, trail } = server;
  const oauth = await openSignIn({
    ...{ settings, issuer: origin, accounts, connectors, metrics, trail, log },
    grantEnded: () => {},
  });
  const { verifiers } = openWays({ serverToken, legacySlugs: false, accounts });
  const everybody = principalOf(accounts.all()[0], "everybody");
  const sessions = { max: 10_000, maxPerAccount: 1000, idle: 3600, now: steady };
  const app: AppOptions = {
    ...guardsOf(settings, origin),
    ...{ version: "0", oauth, metrics, checks: {}, log, now: steady },
    mcp: createMcpEndpoint({ factory, log, sessions }),
    bearer: { verifiers: [oauth.verifier], challenge: oauth.challenge },
    missingScope: async (scopes, tool, args) =>
      (await catalogue()).missingScope(scopes, tool, args),
  };
  const behind = (verifiers: Verifier[]) =>
    createApp({ ...app, bearer: { ...app.bearer, verifiers } });
  return {
    behind: {
      "open": behind([{ verify: () => everybody }]),
      "sign-in": behind([oauth.verifier]),
      "sign-in and token": behind([...verifiers, oauth.verifier]),
    },
    oauth,
  };
}

function guardsOf(settings: HttpSettings, origin: string) {
  return {
    publicUrl: new URL(origin),
    hosts: createHostGuard({ allowed: [new URL(origin).hostname] }),
    origins: { allowed: [origin] },
    address: createClientAddress({ trusted: [] }),
    limits: createLimits(settings, steady),
    body: { max: settings.max_body, timeout: settings.body_timeout },
    streams: createStreams({ maxPerAccount: 1000 }),
  };
}

/** The tools over an embedded Kimai, with an upstream for each account and one for who has the server's token. */
async function createTools({ users, file, log }: SignedInOptions) {
  const demo = createDemoKimai();
  const settings = settingsWith({
    kimai_url: "https://kimai.example.com",
    kimai_token: demo.tokens[demo.defaultUser],
    oauth_state_file: file,
    rate_limit_rpm: 0,
  }) as HttpSettings;
  const credentials = connectors.map(({ credentials }) => credentials);
  const accounts = await openAccounts({ source: { text: users }, credentials, log });
  const metrics = createMetrics();
  const trail = await openAuditTrail("log", { log, now });
  const services = { log, now, fetch: demo.fetch };
  const kept = { max: 1000, idle: 1_800_000, now: steady };
  const upstreams = createUpstreams({ connectors, services, values: settings, ...kept });
  const shared = sharedSessions({ settings, ...services });
  const server = compose({
    settings,
    ...services,
    sessionOf: (id: string, call: Call) => {
      const { user = "" } = call.caller;
      if (user === sharedAccount) return shared(id, call);
      return upstreams.sessionOf(accounts.get(user)!, id, call);
    },
    released: (call) => upstreams.ended(call),
    ended: (ended) => {
      const { upstream: connector, tool, action, outcome, ms } = ended;
      metrics.count("mcp_tool_calls_total", { connector, tool, action, outcome });
      metrics.observe("mcp_tool_seconds", ms / 1000, { connector, tool });
      trail.ended(ended);
    },
  });
  return { ...server, settings, accounts, metrics, trail };
}
