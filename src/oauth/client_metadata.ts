/** What a client says of itself, when it registers or in a document of its own (RFC 7591, 2): taken apart with care. */

import { readObject } from "../accounts/json_text.ts";
import { OAuthError } from "./errors.ts";
import { shownName } from "./names.ts";

/** As it was sent: anything may be in it, and most of it is nobody's business here. */
export type ClientMetadata = Readonly<Record<string, unknown>>;

/**
 * Reads a JSON object that says nothing twice.
 * @throws {OAuthError} `invalid_client_metadata`
 */
export function readClientMetadata(text: string): ClientMetadata {
  try {
    // Before JSON.parse, which a text of some thousand levels might overflow, and which drops what stands twice.
    const names = readObject(text).members.map(({ name }) => name);
    if (new Set(names).size === names.length) return JSON.parse(text);
  } catch {
    throw invalid("must be a JSON object");
  }
  throw invalid("must name each member once");
}

/**
 * What the client calls itself, fit to be shown.
 * @throws {OAuthError} `invalid_client_metadata` for what is no text
 */
export function clientNameOf({ client_name }: ClientMetadata): string | undefined {
  if (isAbsent(client_name)) return undefined;
  if (typeof client_name !== "string") throw invalid("must have a text as client_name");
  return shownName(client_name);
}

/**
 * A member that lists words.
 * @throws {OAuthError} `invalid_client_metadata` for what is no list of texts
 */
export function wordsOf(metadata: ClientMetadata, member: string): string[] | undefined {
  const words = Object.hasOwn(metadata, member) ? metadata[member] : undefined;
  if (isAbsent(words)) return undefined;
  if (Array.isArray(words) && words.every((word) => typeof word === "string")) return words;
  throw invalid(`must have a list of texts as ${member}`);
}

/**
 * That a client means to use authorization codes, the only thing there is here.
 * @throws {OAuthError} `invalid_client_metadata` for one that means to do something else
 */
export function checkFlow(metadata: ClientMetadata): void {
  const grants = wordsOf(metadata, "grant_types") ?? [];
  if (grants.length > 0 && !grants.includes("authorization_code")) {
    throw invalid("must have authorization_code among its grant_types");
  }
  const responses = wordsOf(metadata, "response_types") ?? [];
  if (responses.length > 0 && !responses.includes("code")) {
    throw invalid("must have code among its response_types");
  }
}

/** Some clients write `null` for what they do not have. */
function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function invalid(what: string): OAuthError {
  return new OAuthError("invalid_client_metadata", `The client's description ${what}`);
}
