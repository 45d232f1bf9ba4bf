/** The authorization server in this process: real parts, a store in memory, a clock that the test moves. */

import { Hono } from "hono";
import { createRoster } from "../../src/accounts/roster.ts";
import { createSecretVerifier } from "../../src/accounts/secrets.ts";
import { securityHeaders } from "../../src/http/headers.ts";
import { silentLog } from "../../src/lib/log.ts";
import type { Env, Services } from "../../src/oauth/context.ts";
import { hashOf } from "../../src/oauth/hashes.ts";
import { createMemoryStore, type MemoryOptions } from "../../src/oauth/memory_store.ts";
import { createOAuth, type OAuth } from "../../src/oauth/mod.ts";
import type { Client, Lifetimes, OAuthEvent, Scope } from "../../src/oauth/model.ts";
import { cheap, parse } from "../accounts/support.ts";
import { Browser, type BrowserOptions, type Page } from "../support/browser.ts";

const day = 86_400;

export const lifetimes: Lifetimes = {
  code: 600,
  pending: 600,
  access: 3600,
  refreshIdle: 30 * day,
  grant: 90 * day,
  grace: 120,
  client: 30 * day,
  signIn: 8 * 3600,
};

export const scopes: Scope[] = [
  { name: "kimai:read", usual: true, title: { en: "Read", de: "Lesen" } },
  { name: "kimai:write", usual: true, title: { en: "Write", de: "Schreiben" } },
  { name: "kimai:admin", usual: false, title: { en: "Administer", de: "Verwalten" } },
];

export const verifier = "a-verifier-of-43-characters-at-the-very-least";
export const challenge = hashOf(verifier);

/** Whom `createFlow` knows unless told otherwise, with their secrets. */
export const people = { anna: "secret of anna", ben: "secret of ben" };

export interface FlowOptions {
  issuer?: string;
  /** Secrets by name. */
  accounts?: Record<string, string>;
  /** Clients beside `web`, which is registered and has one redirect URI. */
  clients?: Client[];
  lifetimes?: Partial<Lifetimes>;
  scopes?: Scope[];
  limits?: MemoryOptions["limits"];
  services?: Partial<Services>;
}

export function clientWith(changes: Partial<Client> = {}): Client {
  return {
    id: "web",
    name: "Claude",
    redirectUris: ["https://claude.test/callback"],
    authMethod: "none",
    origin: "registered",
    createdAt: 0,
    ...changes,
  };
}

/** Starts it with everything mounted that people and clients use. */
export async function createFlow(options: FlowOptions = {}) {
  const { issuer = "https://mcp.test", accounts = people, clients: more = [] } = options;
  const clock = { seconds: 1_800_000_000, pass: (seconds: number) => clock.seconds += seconds };
  const events: OAuthEvent[] = [];
  const roster = createRoster(accountsWith(accounts), silentLog);
  const lives = { ...lifetimes, ...options.lifetimes };
  const services: Services = {
    issuer,
    resource: `${issuer}/mcp`,
    store: createMemoryStore({ limits: options.limits, lifetimes: lives }),
    accounts: roster.accounts,
    secrets: createSecretVerifier({ cost: cheap }),
    lifetimes: lives,
    scopes: options.scopes ?? scopes,
    now: () => clock.seconds,
    happened: (event) => void events.push(event),
    log: silentLog,
    ...options.services,
  };
  for (const client of [clientWith(), ...more].filter(({ origin }) => origin !== "configured")) {
    await services.store.change("client", client.id, () => client);
  }
  const oauth = await createOAuth(services, {
    registration: true,
    documents: true,
    configured: more.filter(({ origin }) => origin === "configured"),
    title: "Kimai",
    steady: () => clock.seconds * 1000,
  });
  const app = mount(services, oauth);
  const { origin } = new URL(issuer);
  const fetchFrom = (peer: string) => (request: Request) => app.fetch(request, { peer });
  return {
    oauth,
    services,
    clock,
    events,
    /** Replaces all accounts. */
    setAccounts: (secrets: Record<string, string>) => roster.replace(accountsWith(secrets)),
    fetch: fetchFrom("192.0.2.1"),
    /** Sends a form as a client does. @returns what `/token` or another endpoint for programs answers */
    post: async (path: string, fields: Record<string, string>) => {
      const init = { method: "POST", body: new URLSearchParams(fields) };
      return await fetchFrom("192.0.2.1")(new Request(issuer + path, init));
    },
    browser: (options?: BrowserOptions & { peer?: string }) =>
      new Browser(fetchFrom(options?.peer ?? "192.0.2.1"), origin, options),
    authorizeUrl: (changes: Parameters = {}) => `${issuer}/authorize?${parametersWith(changes)}`,
  };
}

/** The endpoints as the whole application has them: with its headers, and what its guards leave. */
function mount({ issuer }: Services, { routes }: OAuth): Hono<Env> {
  const app = new Hono<Env>();
  app.use(securityHeaders({ https: issuer.startsWith("https:") }));
  app.use(async (c, next) => {
    c.set("address", c.env.peer);
    c.set("requestId", "1");
    c.set("log", silentLog);
    await next();
  });
  return app.route("/", routes);
}

export type Flow = Awaited<ReturnType<typeof createFlow>>;

function accountsWith(secrets: Record<string, string>) {
  const entries = Object.entries(secrets).map(([name, auth_secret]) => [name, {
    kimai_url: "https://kimai.test",
    kimai_token: `token of ${name}`,
    auth_secret,
  }]);
  const { accounts, problems } = parse(Object.fromEntries(entries));
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return accounts;
}

/** Parameters by name: a list for one that is there several times, undefined for one that is not there. */
export type Parameters = Record<string, string | string[] | undefined>;

/** The parameters of a request that is as it should be, with changes. */
export function parametersWith(changes: Parameters = {}): URLSearchParams {
  const all = {
    client_id: "web",
    redirect_uri: "https://claude.test/callback",
    response_type: "code",
    code_challenge: challenge,
    code_challenge_method: "S256",
    state: "a state",
    ...changes,
  };
  return new URLSearchParams(
    Object.entries(all).flatMap(([name, values]) =>
      [values ?? []].flat().map((value) => [name, value])
    ),
  );
}

/** Signs somebody in on the page that asks for it. */
export function signInAs(page: Page, username: keyof typeof people): Promise<Page> {
  return page.submit({ username, secret: people[username] });
}

/** From `/authorize` to the page on which somebody decides. */
export async function toConsent(
  flow: Flow,
  { browser = flow.browser(), who = "anna" as keyof typeof people, asking = {} as Parameters } = {},
): Promise<Page> {
  const page = await browser.open(flow.authorizeUrl(asking));
  return page.url.includes("/oauth/login") ? await signInAs(page, who) : page;
}

/** What a client gets for the code that came to it. */
export async function tokensFor(
  flow: Flow,
  end: Pick<Page, "parameters">,
  client_id = "web",
): Promise<{
  access_token: string;
  refresh_token: string;
  scope: string;
}> {
  const { code } = end.parameters;
  const answer = await flow.post("/token", {
    grant_type: "authorization_code",
    code,
    client_id,
    code_verifier: verifier,
  });
  if (answer.status !== 200) throw new Error(await answer.text());
  return await answer.json();
}
