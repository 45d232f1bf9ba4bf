/** The authorization server: every path and what answers it. */

import { Hono } from "hono";
import { accountEndpoint } from "./account_page.ts";
import { authorizeEndpoint } from "./authorization.ts";
import { createClientDocuments } from "./client_documents.ts";
import { createClients } from "./clients.ts";
import { consentEndpoint } from "./consent.ts";
import type { Env, Services } from "./context.ts";
import { createDevices } from "./devices.ts";
import { loginEndpoint } from "./login.ts";
import { metadataRoutes } from "./metadata.ts";
import type { Client } from "./model.ts";
import { paths } from "./paths.ts";
import { registerEndpoint } from "./registration.ts";
import { revocationEndpoint } from "./revocation.ts";
import { endStrayGrants } from "./stray_grants.ts";
import { createThrottle } from "./throttle.ts";
import { tokenEndpoint } from "./token.ts";
import { createVerifier, type TokenVerifier } from "./verifier.ts";

export interface OAuthOptions {
  /** Clients may register by themselves (RFC 7591). */
  registration: boolean;
  /** A client may be the URL of a document about itself. */
  documents: boolean;
  /** Clients that the administrator names. */
  configured: readonly Client[];
  /** What people read as the name of the server. */
  title: string;
  /** Milliseconds, steady: guessing is slowed down by it. */
  steady(): number;
}

export interface OAuth {
  routes: Hono<Env>;
  verifier: TokenVerifier;
  /** What a client without a token is told (RFC 9728, 5.1; RFC 6750, 3). */
  challenge: Readonly<Record<string, string>>;
  /** Ends what belongs to accounts that are gone or sign in differently now. */
  accountsChanged(): Promise<void>;
  /** Forgets what has ended. */
  sweep(): Promise<void>;
  close(): Promise<void>;
}

/** Paths that programs ask, pages of any origin among them; the others are for people. */
export const forPrograms = [
  "/.well-known/oauth-authorization-server/*",
  "/.well-known/openid-configuration/*",
  "/.well-known/oauth-protected-resource/*",
  "/token",
  "/register",
  "/revoke",
];

export async function createOAuth(services: Services, options: OAuthOptions): Promise<OAuth> {
  const { registration, documents, configured, title, steady } = options;
  const { issuer, scopes, store } = services;
  const clients = createClients(services, {
    configured,
    documents: documents ? createClientDocuments(services) : undefined,
  });
  const guards = { throttle: createThrottle({ now: steady }), devices: createDevices() };
  const routes = new Hono<Env>();
  routes.route("/", metadataRoutes(services, { registration, documents, title }));
  routes.all("/register", registerEndpoint(services, { enabled: registration }));
  routes.all("/token", tokenEndpoint(services, clients));
  routes.all("/revoke", revocationEndpoint(services, clients));
  routes.all(paths.authorize, authorizeEndpoint(services, clients));
  routes.all(paths.login, loginEndpoint(services, clients, guards));
  routes.all(paths.consent, consentEndpoint(services, clients));
  routes.all(paths.account, accountEndpoint(services));
  await endStrayGrants(services);
  return {
    routes,
    verifier: createVerifier(services),
    challenge: {
      scope: scopes.filter(({ usual }) => usual).map(({ name }) => name).join(" "),
      resource_metadata: `${issuer}/.well-known/oauth-protected-resource/mcp`,
    },
    accountsChanged: () => endStrayGrants(services),
    sweep: () => store.sweep(services.now()),
    close: () => store.close(),
  };
}
