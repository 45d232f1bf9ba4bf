/** Which client asks, at the endpoints that clients call themselves (RFC 6749, 2.3 and 3.2.1). */

import { sameText } from "../accounts/secrets.ts";
import type { Clients } from "./context.ts";
import { OAuthError } from "./errors.ts";
import type { Form } from "./form.ts";
import { hashOf } from "./hashes.ts";
import type { Client } from "./model.ts";

/** What is left of a client that cannot be described at the moment. */
export type KnownClient = Pick<Client, "id" | "authMethod" | "secretHash">;

/**
 * The client that sends a request. One with a secret proves it, in the header or in the form, whichever it
 * registered for; a secret of one that has none is passed over, for some clients send an empty or invented one.
 * @throws {OAuthError} `invalid_client`, so that the client registers anew; `invalid_request` for two proofs
 */
export async function authenticateClient(
  clients: Clients,
  headers: Headers,
  form: Form,
): Promise<KnownClient> {
  const { id, secret } = credentialsOf(headers, form);
  const client = await find(clients, id);
  if (!client) throw new OAuthError("invalid_client", "The client is unknown: register anew");
  if (client.authMethod === "none") return client;
  if (secret !== undefined && sameText(hashOf(secret), client.secretHash ?? "")) return client;
  throw new OAuthError("invalid_client", "The client did not prove who it is with its secret");
}

/** Whether a request tries HTTP Basic, so that a refusal has to name that scheme (RFC 6749, 5.2). */
export function triesBasic(headers: Headers): boolean {
  return /^basic(?: |$)/i.test(headers.get("Authorization") ?? "");
}

interface Credentials {
  id: string;
  secret?: string;
}

function credentialsOf(headers: Headers, form: Form): Credentials {
  const [id, secret] = [form.get("client_id"), form.get("client_secret")];
  if (!triesBasic(headers)) {
    if (id !== undefined) return { id, secret };
    throw new OAuthError("invalid_client", "The parameter client_id is missing");
  }
  const basic = basicOf(headers.get("Authorization")!);
  if (secret !== undefined || (id !== undefined && id !== basic.id)) {
    throw new OAuthError(
      "invalid_request",
      "The client says who it is in the header and otherwise in the form: do one of both",
    );
  }
  return basic;
}

/** Id and secret are form-encoded inside of Basic's base64 (RFC 6749, 2.3.1). */
function basicOf(header: string): Credentials {
  const [, token = ""] = /^basic +([\w+/-]+=*) *$/i.exec(header) ?? [];
  const parts = /^([^:]+):(.*)$/s.exec(Buffer.from(token, "base64").toString());
  try {
    const [id, secret] = (parts ?? []).slice(1).map(formDecoded);
    if (id) return { id, secret: secret === "" ? undefined : secret };
  } catch {
    // A percent sign that begins nothing.
  }
  throw new OAuthError("invalid_client", "The Authorization header is not one of HTTP Basic");
}

function formDecoded(text: string): string {
  return decodeURIComponent(text.replaceAll("+", " "));
}

/**
 * A client whose id is its document's address has no secret to prove: what it shows is a code or a token that it
 * got while its document could be used. A document that cannot be fetched now must not sign people out.
 */
async function find(clients: Clients, id: string): Promise<KnownClient | undefined> {
  try {
    return await clients.find(id);
  } catch (error) {
    if (error instanceof OAuthError && id.startsWith("https://")) return { id, authMethod: "none" };
    throw error;
  }
}
