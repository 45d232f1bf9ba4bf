/**
 * Clients that are named by the URL of a document about themselves: which URLs and documents count (OAuth Client ID
 * Metadata Document, draft-ietf-oauth-client-id-metadata-document, 3 and 4).
 */

import { isIP } from "node:net";
import {
  checkFlow,
  type ClientMetadata,
  clientNameOf,
  readClientMetadata,
  wordsOf,
} from "./client_metadata.ts";
import { OAuthError } from "./errors.ts";
import type { Client } from "./model.ts";
import { readRedirectUris } from "./redirect_uris.ts";

/** Characters. */
const longest = 1024;
/** Names that mean something in a house only. */
const inside = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa)$/;
const ownHosts = ["localhost", "127.0.0.1", "[::1]"];

/** Whether a client's name is meant as the URL of its document. */
export function namesDocument(id: string): boolean {
  return /^https:/i.test(id);
}

/**
 * The URL of a client's document.
 * @param options `loopback`: this server is itself reached on this machine only, so documents may lie there too
 * @throws {OAuthError} `invalid_client` for a URL that is not fetched from
 */
export function documentUrl(id: string, { loopback }: { loopback: boolean }): URL {
  const url = id.length <= longest ? URL.parse(id) : null;
  if (!url || url.protocol !== "https:") {
    throw unusable(`be an https URL of up to ${longest} characters`);
  }
  if (url.username || url.password) throw unusable("have no user or password");
  if (id.includes("#")) throw unusable("have no fragment");
  if (id.includes("?")) throw unusable("have no query");
  if (url.pathname === "/") throw unusable("have a path");
  // Dot segments, capitals in the host, a port of 443 and what a parser forgives: one client, one spelling.
  if (url.href !== id) throw unusable(`be written as ${url.href}`);
  if (loopback && ownHosts.includes(url.hostname)) return url;
  checkHost(url);
  return url;
}

/** Before its name is looked up; what the name leads to is checked afterwards. */
function checkHost({ hostname, port }: URL): void {
  if (isIP(hostname.replace(/^\[|\]$/g, ""))) throw unusable("name its host, not an address");
  if (!hostname.includes(".") || hostname.endsWith(".") || inside.test(hostname)) {
    throw unusable("have a host of the public net");
  }
  // Below are the ports of mail, shells and the like, which must not be talked to on a stranger's word.
  if (port !== "" && Number(port) < 1024) throw unusable("have the port 443, or one above 1023");
}

/**
 * The client that a document describes.
 * @param text of the document at `id`
 * @param now seconds since 1970
 * @throws {OAuthError} `invalid_client` for a document that breaks a rule, with a sentence that says which
 */
export function readDocument(id: string, text: string, now: number): Client {
  try {
    const metadata = readClientMetadata(text);
    // Character by character: another spelling would be another client.
    if (metadata.client_id !== id) throw broken("must have its own address as client_id");
    checkMethod(metadata);
    checkFlow(metadata);
    const name = clientNameOf(metadata);
    if (!name) throw broken("must have a client_name");
    const redirectUris = readRedirectUris(metadata.redirect_uris);
    return { id, name, redirectUris, authMethod: "none", origin: "document", createdAt: now };
  } catch (error) {
    if (!(error instanceof OAuthError) || error.code === "invalid_client") throw error;
    throw new OAuthError("invalid_client", `${error.message}, in the document at ${id}`);
  }
}

/**
 * Only public clients are served, so `none` must be what the document chooses, or be among what it offers (OpenID
 * RP Metadata Choices): ChatGPT chooses `private_key_jwt` and offers `none`. One that does not offer it means to be
 * authenticated, and must not be let in without (draft, 6.2).
 */
function checkMethod(metadata: ClientMetadata): void {
  const chosen = metadata.token_endpoint_auth_method ?? undefined;
  if ("client_secret" in metadata || "client_secret_expires_at" in metadata) {
    throw broken("must have no secret");
  }
  const offered = wordsOf(metadata, "token_endpoint_auth_methods_supported") ?? [];
  if (chosen === "none" || offered.includes("none") && !isShared(chosen)) return;
  if (chosen !== undefined || offered.length > 0) {
    throw broken("must choose or offer none as token_endpoint_auth_method");
  }
}

/** Whoever reads the document would know the secret, so the draft forbids the method whatever is offered beside it. */
function isShared(method: unknown): boolean {
  return typeof method === "string" && method.startsWith("client_secret_");
}

function unusable(what: string): OAuthError {
  return new OAuthError("invalid_client", `A client named by the URL of its document must ${what}`);
}

function broken(what: string): OAuthError {
  return new OAuthError("invalid_client", `The client's document ${what}`);
}
