// No test of its own: tests/e2e/oauth_test.ts signs people in through it.
/** The authorization server as the settings want it: its store, its clients, its scopes, who hears of what happens. */

import { z } from "zod";
import type { Accounts } from "./accounts/account.ts";
import { createSecretVerifier } from "./accounts/secrets.ts";
import type { Connector } from "./connectors/connector.ts";
import { FileError, readPlainFile } from "./lib/atomic_file.ts";
import type { Log } from "./lib/log.ts";
import type { Metrics } from "./lib/metrics.ts";
import { describeReaders } from "./lib/readers.ts";
import type { AuditTrail } from "./mcp/audit.ts";
import { levels, scopeName } from "./mcp/scopes.ts";
import { readConfiguredClients } from "./oauth/configured_clients.ts";
import { createMemoryStore } from "./oauth/memory_store.ts";
import { createOAuth, type OAuth } from "./oauth/mod.ts";
import type { Client, Lifetimes, OAuthEvent, Scope } from "./oauth/model.ts";
import { type FileStore, openFileStore } from "./oauth/state_file.ts";
import type { HttpSettings } from "./settings/http.ts";
import { SettingsError } from "./settings/table.ts";

export interface SignInOptions {
  settings: HttpSettings;
  /** The public URL without a slash at its end. */
  issuer: string;
  accounts: Accounts;
  connectors: readonly Connector[];
  metrics: Metrics;
  trail: AuditTrail;
  /** Told of a grant that is over: what was opened for it ends. */
  grantEnded(event: OAuthEvent): void;
  log: Log;
}

/** The authorization server, and whether it can keep what it knows. */
export interface SignIn extends OAuth {
  writable(): boolean;
}

const now = () => Math.floor(Date.now() / 1000);

/** @throws {SettingsError} when the state file or the file of clients cannot be used, exit code 1 */
export async function openSignIn(options: SignInOptions): Promise<SignIn> {
  const { settings, issuer, accounts, connectors, log } = options;
  const lifetimes = lifetimesOf(settings);
  const configured = await readClients(settings.oauth_clients, log);
  const store = await openStore(settings.oauth_state_file, lifetimes, log);
  const oauth = await createOAuth({
    issuer,
    resource: `${issuer}/mcp`,
    store,
    accounts,
    secrets: createSecretVerifier(),
    lifetimes,
    scopes: connectors.flatMap(scopesOf),
    now,
    happened: (event) => happened(event, options),
    log,
  }, {
    registration: settings.registration,
    documents: settings.client_documents,
    configured,
    title: connectors.map(({ title }) => title).join(", "),
    steady: () => performance.now(),
  });
  return { ...oauth, writable: () => !("writable" in store) || (store as FileStore).writable };
}

/** As the reference has them; what it lacks is between a minute and some months. */
function lifetimesOf(settings: HttpSettings): Lifetimes {
  return {
    code: 600,
    pending: 600,
    access: settings.access_token_ttl,
    refreshIdle: settings.refresh_token_ttl,
    grant: settings.grant_ttl,
    grace: 120,
    client: 2_592_000,
    signIn: 28_800,
  };
}

/** What people read on the page on which they decide. */
function scopesOf({ id, title }: Connector): Scope[] {
  const titles = {
    read: { en: `See what you see in ${title}`, de: `Sehen, was Sie in ${title} sehen` },
    write: {
      en: `Book time and change records in ${title}`,
      de: `Zeiten buchen und Daten in ${title} ändern`,
    },
    admin: {
      en: `Administer people, teams and rates in ${title}`,
      de: `Personen, Teams und Sätze in ${title} verwalten`,
    },
  };
  return levels.map((level) => ({
    name: scopeName(id, level),
    usual: level !== "admin",
    title: titles[level],
  }));
}

async function openStore(path: string | undefined, lifetimes: Lifetimes, log: Log) {
  if (path === undefined) return createMemoryStore({ lifetimes });
  try {
    return await openFileStore({ path, lifetimes, log, now });
  } catch (error) {
    throw error instanceof FileError ? new SettingsError([error.message], 1) : error;
  }
}

const clientEntries = z.array(z.object({
  id: z.string(),
  redirect_uris: z.array(z.string()),
  name: z.string().optional(),
  secret: z.string().optional(),
}));

async function readClients(path: string | undefined, log: Log): Promise<Client[]> {
  if (path === undefined) return [];
  const readers = await describeReaders(path);
  if (readers) log.warning(readers);
  const cannot = (why: string) =>
    new SettingsError([`Cannot use "${path}" as --oauth-clients: ${why}`], 1);
  try {
    return readConfiguredClients(clientEntries.parse(JSON.parse(await readPlainFile(path))), now());
  } catch (error) {
    // What a parser says may quote a secret.
    if (error instanceof SyntaxError) throw cannot("it is not JSON");
    if (error instanceof z.ZodError) {
      throw cannot(
        "it must be a list of objects with id, redirect_uris, and perhaps name and secret",
      );
    }
    throw cannot(error instanceof Error ? error.message : String(error));
  }
}

/** Of these the audit trail says who let whom do what; the others only count. */
const audited: OAuthEvent["what"][] = [
  "sign_in",
  "sign_in_refused",
  "consent",
  "consent_denied",
  "refresh_reused",
  "grant_revoked",
];

function happened(event: OAuthEvent, { metrics, trail, grantEnded }: SignInOptions): void {
  const { what, why = "" } = event;
  metrics.count("mcp_sign_in_events_total", { what, why });
  if (audited.includes(what)) trail.note({ ...event });
  if (what === "grant_revoked" || what === "refresh_reused") grantEnded(event);
}
