/** The documents with which clients find their way (RFC 8414, RFC 9728): the same bytes wherever they look for them. */

import { type Handler, Hono } from "hono";
import type { Env, Services } from "./context.ts";

export interface MetadataOptions {
  /** Clients may register by themselves. */
  registration: boolean;
  /** A client may be named by the URL of a document that describes it. */
  documents: boolean;
  /** What people read as the name of the resource. */
  title?: string;
}

type Addresses = Pick<Services, "issuer" | "resource" | "scopes">;

/** Seconds; everything in the documents stands in the configuration. */
const lifetime = 3600;
const authMethods = ["none", "client_secret_post", "client_secret_basic"];

/**
 * GET /.well-known/... in every form that a client of any revision asks for: at the root, with the path of the
 * issuer or of the resource behind it, and as OpenID discovery. Nothing of a request gets into them.
 */
export function metadataRoutes(services: Addresses, options: MetadataOptions): Hono<Env> {
  const { issuer, resource } = services;
  const server = fixed(serverMetadata(services, options));
  const protectedResource = fixed(resourceMetadata(services, options));
  const [base, path] = [issuer, resource].map((url) => new URL(url).pathname.replace(/\/$/, ""));
  const routes = new Hono<Env>();
  for (const suffix of new Set(["", base, path])) {
    routes.get(`/.well-known/oauth-authorization-server${suffix}`, server);
    routes.get(`/.well-known/openid-configuration${suffix}`, server);
  }
  if (base) routes.get(`${base}/.well-known/openid-configuration`, server);
  // The last is what a proxy leaves of the challenge's address that takes the issuer's path off.
  for (const suffix of new Set(["", path, path.slice(base.length)])) {
    routes.get(`/.well-known/oauth-protected-resource${suffix}`, protectedResource);
  }
  return routes;
}

/**
 * RFC 8414, 2. No `offline_access` among the scopes: refresh tokens depend on nothing. Nothing of OpenID either,
 * for there are no id tokens.
 */
function serverMetadata(
  { issuer, resource, scopes }: Addresses,
  { registration, documents }: MetadataOptions,
): Record<string, unknown> {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    ...(registration && { registration_endpoint: `${issuer}/register` }),
    revocation_endpoint: `${issuer}/revoke`,
    response_types_supported: ["code"],
    response_modes_supported: ["query"],
    grant_types_supported: ["authorization_code", "refresh_token"],
    // Claude takes a document as its name only where `none` is among them.
    token_endpoint_auth_methods_supported: authMethods,
    revocation_endpoint_auth_methods_supported: authMethods,
    code_challenge_methods_supported: ["S256"],
    ...listed("scopes_supported", scopes.map(({ name }) => name)),
    ...(documents && { client_id_metadata_document_supported: true }),
    authorization_response_iss_parameter_supported: true,
    protected_resources: [resource],
  };
}

/** RFC 9728, 2. Its scopes are those that a client should ask for at first. */
function resourceMetadata(
  { issuer, resource, scopes }: Addresses,
  { title }: MetadataOptions,
): Record<string, unknown> {
  return {
    resource,
    authorization_servers: [issuer],
    bearer_methods_supported: ["header"],
    ...listed("scopes_supported", scopes.filter(({ usual }) => usual).map(({ name }) => name)),
    ...(title && { resource_name: title }),
  };
}

/** An empty list says that there is none, which is not what is meant (RFC 8414, 3.2). */
function listed(member: string, values: string[]): Record<string, string[]> {
  return values.length > 0 ? { [member]: values } : {};
}

function fixed(document: Record<string, unknown>): Handler<Env> {
  const body = JSON.stringify(document);
  const headers = {
    "Content-Type": "application/json",
    "Cache-Control": `public, max-age=${lifetime}`,
  };
  return () => new Response(body, { headers });
}
