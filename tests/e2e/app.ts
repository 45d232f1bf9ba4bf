/** An app that is turned away, sends its person to sign in, and comes back. */

import assert from "node:assert/strict";
import { auth } from "@modelcontextprotocol/client";
// @ts-types="@modelcontextprotocol/sdk/client/auth"
import { auth as authV1 } from "@modelcontextprotocol/sdk/client/auth.js";
import { type Kind, overHttp, type TestClient } from "../support/clients.ts";
import { createProvider, type Provider } from "../support/oauth_provider.ts";
import { decide, type Decision, openBrowser } from "./people.ts";

/** Where an app signs in, and how it gets there. */
export interface Place {
  /** Of `/mcp`. */
  url: string;
  /** Instead of the network. */
  fetch?: typeof fetch;
}

/** Sends somebody where the app wants them, and gives the app what came of it. */
export async function signIn(
  { url, fetch: fetchFn = fetch }: Place,
  provider: Provider,
  name: string,
  { kind = "auto", ...decision }: Decision & { kind?: Kind } = {},
): Promise<void> {
  const { asked, state } = provider.kept;
  const end = await decide(openBrowser(url, fetchFn), asked!, name, decision);
  const { code, state: returned, iss } = end.parameters;
  assert.deepEqual([returned, iss], [state, new URL(url).origin]);
  provider.kept.asked = undefined;
  const answer = { serverUrl: url, authorizationCode: code, fetchFn };
  const outcome = kind === "v1"
    ? await authV1(provider, answer)
    : await auth(provider, { ...answer, iss });
  assert.equal(outcome, "AUTHORIZED");
}

/** Connects an app that does not have a token yet. */
export async function connect(
  place: Place,
  kind: Kind,
  name: string,
  { provider = createProvider(), ...decision }: Decision & { provider?: Provider } = {},
): Promise<TestClient> {
  const remote = { url: place.url, fetch: place.fetch, authProvider: provider };
  await assert.rejects(overHttp(remote, kind), /Unauthorized/);
  await signIn(place, provider, name, { kind, ...decision });
  return await overHttp(remote, kind);
}

/** Lists the tools with nothing but a token. */
export function listTools(
  { url, fetch: fetchFn = fetch }: Place,
  token: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetchFn(url, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "Accept": "application/json, text/event-stream",
      "Authorization": `Bearer ${token}`,
      ...headers,
    },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list", params: {} }),
  });
}

/** What a token is answered with. */
export async function statusOf(place: Place, { kept }: Provider): Promise<number> {
  const answer = await listTools(place, kept.tokens!.access_token);
  await answer.body?.cancel();
  return answer.status;
}

/** Opens a session of 2025 and listens in it. @returns the stream */
export async function openSession({ url }: Place, { kept }: Provider): Promise<Response> {
  const headers = {
    "Content-Type": "application/json",
    "Accept": "application/json, text/event-stream",
    "Authorization": `Bearer ${kept.tokens!.access_token}`,
  };
  const params = {
    protocolVersion: "2025-11-25",
    capabilities: {},
    clientInfo: { name: "tests", version: "1" },
  };
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params });
  const opened = await fetch(url, { method: "POST", headers, body });
  await opened.text();
  const session = { "Mcp-Session-Id": opened.headers.get("Mcp-Session-Id")! };
  const stream = await fetch(url, { headers: { ...headers, ...session } });
  assert.equal(stream.headers.get("Content-Type"), "text/event-stream");
  return stream;
}
