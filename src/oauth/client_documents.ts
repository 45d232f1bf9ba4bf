/**
 * Clients that are named by the URL of a document about themselves: fetched, checked, and remembered for as long as
 * the document says. Someone whose document was good once goes on while it cannot be fetched.
 */

import { LRUCache } from "lru-cache";
import type { Services } from "./context.ts";
import { createDocumentFetch, type FetchDocument, type Fetched } from "./document_fetch.ts";
import { documentUrl, readDocument } from "./document_rules.ts";
import { OAuthError } from "./errors.ts";
import { freshnessOf } from "./freshness.ts";
import { knownDocuments } from "./known_documents.ts";
import type { Client } from "./model.ts";
import { isLoopbackAddress } from "./public_addresses.ts";

export interface ClientDocuments {
  /**
   * @param id the URL of the client's document
   * @throws {OAuthError} `invalid_client` for one that cannot be used, `temporarily_unavailable` for one that cannot
   * be fetched now
   */
  find(id: string): Promise<Client>;
}

/** Seconds for which a document is used whatever its headers say, at least and at most, and where they say nothing. */
const freshness = { min: 300, max: 86_400, usual: 3600 };
/** Seconds after the last good answer for which bad ones are put up with. */
const usable = 7 * 86_400;
/** Seconds in which a document that failed is not fetched again. */
const afterFailure = 10;
/** Documents that are remembered, and failures; the one unused for longest is forgotten. */
const mostKept = 1000;

interface Kept {
  client: Client;
  freshUntil: number;
  usableUntil: number;
}

interface Failure {
  refusal: OAuthError;
  until: number;
}

/** @param options `fetch`: for tests; whatever it is, URLs and documents are checked */
export function createClientDocuments(
  { issuer, now, log }: Pick<Services, "issuer" | "now" | "log">,
  options: { fetch?: FetchDocument } = {},
): ClientDocuments {
  const loopback = isOwn(issuer);
  const { fetch = createDocumentFetch({ loopback, now }) } = options;
  const kept = new LRUCache<string, Kept>({ max: mostKept });
  const failures = new LRUCache<string, Failure>({ max: mostKept });
  const running = new Map<string, Promise<Client>>();

  const load = async (id: string, url: URL) => {
    try {
      const fetched = await fetch(url);
      const client = readDocument(id, fetched.text, now());
      kept.set(id, keep(client, fetched, now()));
      return client;
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      failures.set(id, { refusal: error, until: now() + afterFailure });
      const { message, cause } = error;
      log.info("A client's document was refused", { client: id, why: message, cause });
      throw error;
    }
  };
  const fetchOnce = (id: string, url: URL) => {
    const failure = failures.get(id);
    if (failure && now() < failure.until) throw failure.refusal;
    const fetching = running.get(id) ?? load(id, url).finally(() => running.delete(id));
    running.set(id, fetching);
    return fetching;
  };
  return {
    find: async (id) => {
      const url = documentUrl(id, { loopback });
      const found = kept.get(id);
      if (found && now() < found.freshUntil) return found.client;
      try {
        return await fetchOnce(id, url);
      } catch (error) {
        const standIn = found && now() < found.usableUntil ? found.client : knownClient(id, now());
        if (error instanceof OAuthError && standIn) return standIn;
        throw error;
      }
    },
  };
}

/** Whether an address of ours leads to this machine only. */
function isOwn(issuer: string): boolean {
  const host = new URL(issuer).hostname.replace(/^\[|\]$/g, "");
  return host === "localhost" || isLoopbackAddress(host);
}

function keep(client: Client, { headers }: Fetched, now: number): Kept {
  const { min, max, usual } = freshness;
  const stated = freshnessOf(headers, now) ?? usual;
  const seconds = Math.min(Math.max(stated, min), max);
  return { client, freshUntil: now + seconds, usableUntil: now + usable };
}

function knownClient(id: string, createdAt: number): Client | undefined {
  if (!Object.hasOwn(knownDocuments, id)) return undefined;
  const { client_name: name, redirect_uris: redirectUris } = knownDocuments[id];
  return { id, name, redirectUris, authMethod: "none", origin: "document", createdAt };
}
