/** The settings of serving over HTTP. They mean nothing on stdio. */

import { z } from "zod";
import type { coreSettings } from "./core.ts";
import {
  choice,
  flag,
  integer,
  list,
  listed,
  namesOf,
  type Setting,
  type SettingRows,
  type Settings,
  SettingsError,
  text,
  title,
} from "./table.ts";

const only = "http" as const;

/** Names or addresses without port; `*` is any. */
const hosts = /^(?:\*|\[?[0-9a-f:.]+\]?|[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)$/i;
/** One of the web or of another scheme, another scheme's all such as `moz-extension://*`, or any. */
const origins =
  /^(?:\*|[a-z][a-z0-9+.-]*:\/\/(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?\/?|(?!https?:)[a-z][a-z0-9+.-]*:\/\/\*)$/i;

export const httpSettings = {
  http: {
    type: flag(false),
    env: "KIMAI_MCP_HTTP",
    help: "Serve Streamable HTTP on /mcp instead of stdin and stdout",
  },
  host: {
    type: text("127.0.0.1"),
    env: "MCP_HOST",
    help: "Address to listen on; 0.0.0.0 for all",
    placeholder: "ADDRESS",
    only,
  },
  port: {
    type: integer({ min: 0, max: 65535, default: 8000 }),
    env: "MCP_PORT",
    also: ["PORT", "SERVER_PORT"],
    help: "Port to listen on; 0 for any that is free",
    only,
  },
  public_url: {
    type: text(),
    env: "KIMAI_MCP_PUBLIC_URL",
    help: "Address under which clients reach the server, such as https://mcp.example.com",
    placeholder: "URL",
    only,
  },
  users_config: {
    type: text(),
    env: "USERS_CONFIG_FILE",
    help: "File with the accounts, such as users.json",
    placeholder: "FILE",
    only,
  },
  server_token: {
    type: bearerToken(),
    env: "MCP_SERVER_TOKEN",
    help:
      "Let clients in that send this token, as one shared account with the Kimai settings above",
    placeholder: "TOKEN",
    secret: true as const,
    only,
  },
  legacy_slugs: {
    type: flag(false),
    env: "KIMAI_MCP_LEGACY_SLUGS",
    help: "Let clients in on /mcp/NAME that know an account's name and nothing else",
    only,
  },
  sse: {
    type: flag(false),
    env: "KIMAI_MCP_SSE",
    help: "Serve the HTTP+SSE transport of 2024 on /sse as well",
    only,
  },
  allowed_hosts: {
    type: listOf(hosts, "give host names such as mcp.example.com"),
    env: "KIMAI_MCP_ALLOWED_HOSTS",
    help: "Host names that requests may name, beside the public URL's and the local ones",
    only,
  },
  allowed_origins: {
    type: listOf(origins, "give origins such as https://app.example.com, or * for all"),
    env: "CORS_ORIGINS",
    also: ["CORS_ORIGIN", "KIMAI_MCP_ALLOWED_ORIGINS"],
    help: "Web origins whose pages may call the server, such as https://app.example.com",
    placeholder: "ORIGINS",
    only,
  },
  trusted_proxy: {
    type: list(),
    env: "KIMAI_MCP_TRUSTED_PROXIES",
    help: "Addresses or networks of proxies whose forwarding headers count; repeatable",
    placeholder: "ADDRESSES",
    only,
  },
  rate_limit_rpm: {
    type: integer({ min: 0, max: 1_000_000 }),
    env: "RATE_LIMIT_RPM",
    help:
      "Requests a minute of one client, twice that of one account, ten times of one address; 0 for no limit",
    only,
  },
  rate_limit_max: {
    type: integer({ min: 0, max: 10_000_000 }),
    env: "RATE_LIMIT_MAX",
    help: "Requests in one window, where no number a minute is set",
    only,
  },
  rate_limit_window_ms: {
    type: integer({ min: 1000, max: 86_400_000 }),
    env: "RATE_LIMIT_WINDOW_MS",
    help: "Length of that window, a quarter of an hour unless set",
    placeholder: "MS",
    only,
  },
  egress: {
    type: list(),
    env: "KIMAI_MCP_EGRESS",
    help: "Networks that many people come from, such as 160.79.104.0/21 for Claude",
    placeholder: "NETWORKS",
    only,
  },
  egress_rpm: {
    type: integer({ min: 0, max: 10_000_000, default: 6000 }),
    env: "KIMAI_MCP_EGRESS_RPM",
    help: "Requests a minute of one address in those networks",
    only,
  },
  max_body: {
    type: integer({ min: 1024, max: 104_857_600, default: 4_194_304 }),
    env: "KIMAI_MCP_MAX_BODY",
    help: "Bytes that a request's body may have",
    placeholder: "BYTES",
    only,
  },
  body_timeout: {
    type: integer({ min: 1, max: 600, default: 30 }),
    env: "KIMAI_MCP_BODY_TIMEOUT",
    help: "Seconds that a request's body may take to arrive",
    placeholder: "SECONDS",
    only,
  },
  max_sessions: {
    type: integer({ min: 1, max: 1_000_000, default: 10_000 }),
    env: "MAX_SESSIONS",
    help:
      "Sessions kept at once for clients of the 2025 protocol; the longest unused one goes first",
    only,
  },
  session_ttl: {
    type: integer({ min: 10, max: 604_800, default: 3600 }),
    env: "SESSION_TTL",
    help: "Seconds after which an unused session ends",
    placeholder: "SECONDS",
    only,
  },
  max_streams: {
    type: integer({ min: 1, max: 100_000, default: 50 }),
    env: "KIMAI_MCP_MAX_STREAMS",
    help: "Streams that one account may have open at once",
    only,
  },
  metrics_token: {
    type: text(),
    env: "KIMAI_MCP_METRICS_TOKEN",
    help: "Show /metrics to whoever sends this token; without it, to this machine alone",
    placeholder: "TOKEN",
    secret: true as const,
    only,
  },
  oauth_state_file: {
    type: text(),
    env: "KIMAI_MCP_OAUTH_STATE_FILE",
    help: "File in which sign-ins survive a restart",
    placeholder: "FILE",
    only,
  },
  registration: {
    type: flag(true),
    env: "KIMAI_MCP_REGISTRATION",
    help: "Let clients register by themselves, as most have to",
    only,
  },
  client_documents: {
    type: flag(true),
    env: "KIMAI_MCP_CLIENT_DOCUMENTS",
    help: "Let clients be named by the address of a document about themselves",
    only,
  },
  oauth_clients: {
    type: text(),
    env: "KIMAI_MCP_OAUTH_CLIENTS",
    help: "File with clients of your own: a JSON list of id, redirect_uris, name, secret",
    placeholder: "FILE",
    only,
  },
  access_token_ttl: {
    type: integer({ min: 60, max: 604_800, default: 3600 }),
    env: "KIMAI_MCP_ACCESS_TOKEN_TTL",
    help: "Seconds for which a client's access token is good",
    placeholder: "SECONDS",
    only,
  },
  refresh_token_ttl: {
    type: integer({ min: 3600, max: 31_536_000, default: 2_592_000 }),
    env: "KIMAI_MCP_REFRESH_TOKEN_TTL",
    help: "Seconds after which a client that was not used must ask the person again",
    placeholder: "SECONDS",
    only,
  },
  grant_ttl: {
    type: integer({ min: 3600, max: 315_360_000, default: 7_776_000 }),
    env: "KIMAI_MCP_GRANT_TTL",
    help: "Seconds after which a client must ask the person again in any case",
    placeholder: "SECONDS",
    only,
  },
  disable_legacy_slugs: {
    type: flag(false),
    env: "KIMAI_MCP_DISABLE_LEGACY_SLUGS",
    help: "Has no effect",
    deprecated: "/mcp/NAME is closed unless --legacy-slugs opens it",
    only,
  },
} satisfies SettingRows;

/** The values of all rows that serving over HTTP reads, and those of the connectors. */
export type HttpSettings =
  & Settings<typeof httpSettings & typeof coreSettings>
  & Record<string, unknown>;

/** Names that all look like something. */
function listOf(pattern: RegExp, error: string): z.ZodType<string[]> {
  const type = list();
  return type.refine((names) => names.every((name) => pattern.test(name)), { error })
    .meta(type.meta() ?? {});
}

/** Others would be refused in every request (RFC 6750, 2.1: b64token). */
function bearerToken(): z.ZodType<string | undefined> {
  const error = "give up to 4096 letters, digits and -._~+/";
  return z.string().max(4096, { error }).regex(/^[\w.~+/-]+=*$/, { error }).optional();
}

/** Sign-in by an OpenID provider and accounts made at first sign-in are not there yet; their names are known. */
export const plannedSettings: SettingRows = {
  auth_backend: plannedRow("auth_backend", choice(["local", "oidc"], "local")),
  ...plannedRows(text(), [
    "oidc_issuer",
    "oidc_client_id",
    "oidc_client_secret",
    "oidc_scopes",
    "oidc_identity_claim",
    "oidc_discovery_url",
    "provision_kimai_url",
    "provision_admin_token",
    "provision_token_name",
    "provision_match",
    "provision_store",
    "provision_ssl_verify",
    "provision_allowed_domains",
  ]),
  ...plannedRows(flag(false), ["oidc_allow_unverified_email", "auto_provision"]),
};

function plannedRows(type: Setting["type"], keys: string[]): SettingRows {
  return Object.fromEntries(keys.map((key) => [key, plannedRow(key, type)]));
}

function plannedRow(key: string, type: Setting["type"]): Setting {
  const secret = /secret|token$/.test(key) ? { secret: true as const } : {};
  const help = "Not available yet: the server does not start with it";
  return { type, env: `KIMAI_MCP_${key.toUpperCase()}`, help, hidden: true, only, ...secret };
}

/**
 * Refuses to serve without what was asked for.
 * @throws {SettingsError} naming each setting that asks for something that is not there, exit code 2
 */
export function refusePlanned(settings: Record<string, unknown>): void {
  const asked = Object.entries(plannedSettings).filter(([key, { type }]) =>
    settings[key] !== undefined && settings[key] !== type.parse(undefined)
  );
  if (asked.length === 0) return;
  const names = asked.map(([key, row]) => title(namesOf(key, row)));
  const what = "sign-in by an OpenID provider and automatic provisioning are not available yet";
  throw new SettingsError([`Cannot serve with ${listed(names)}: ${what}`], 2);
}
