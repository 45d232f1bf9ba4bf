/** What is asked over HTTP: a list of tools, a call whose answer is at hand, and a handshake, in each protocol era. */

import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  PROTOCOL_VERSION_META_KEY,
} from "@modelcontextprotocol/server";
import type { Load } from "./http_wrk.ts";

/** Eras as the table calls them. */
export const eras = ["2026-07-28", "2025-11-25 session", "2025-11-25"] as const;
export type Era = typeof eras[number];

/** `user_current` asks Kimai once a minute and answers from what it keeps in between. */
export const tool = "user_current";
const itself: ToolCall = { name: tool, arguments: {} };
export type Method = "tools/list" | "tools/call" | "initialize";

/** What is asked, and how. */
export interface Message {
  era: Era;
  method: Method;
  /** Another call than that one. */
  call?: ToolCall;
}

interface ToolCall {
  name: string;
  arguments: Record<string, unknown>;
}

/** Every message that is measured. */
export const messages: readonly Message[] = [
  ...eras.flatMap((era) =>
    (["tools/list", "tools/call"] as const).map((method) => ({ era, method }))
  ),
  { era: "2025-11-25 session", method: "initialize" },
];

const clientInfo = { name: "bench", version: "1.0.0" };
const modern = "2026-07-28";
const legacy = "2025-11-25";

/** In a message, what every one of the new protocol says of its client. */
const envelope = {
  [PROTOCOL_VERSION_META_KEY]: modern,
  [CLIENT_INFO_META_KEY]: clientInfo,
  [CLIENT_CAPABILITIES_META_KEY]: {},
};

function paramsOf({ era, method, call = itself }: Message): Record<string, unknown> {
  if (method === "initialize") return { protocolVersion: legacy, capabilities: {}, clientInfo };
  const own = method === "tools/call" ? call : {};
  return era === modern ? { ...own, _meta: envelope } : own;
}

function headersOf({ era, method, call = itself }: Message): Record<string, string> {
  const common = {
    "Content-Type": "application/json",
    "Accept": "application/json, text/event-stream",
  };
  if (method === "initialize") return common;
  if (era !== modern) return { ...common, "MCP-Protocol-Version": legacy };
  const own = { ...common, "MCP-Protocol-Version": modern, "Mcp-Method": method };
  return method === "tools/call" ? { ...own, "Mcp-Name": call.name } : own;
}

/** Where a message goes. */
export interface Address {
  url: string;
  headers: Readonly<Record<string, string>>;
}

/** Sessions that one load uses in turn. */
const sessionsKept = 16;

/** The message as a load for this server, with sessions opened for it where it needs some. */
export async function loadOf(message: Message, { url, headers }: Address): Promise<Load> {
  const load = {
    url,
    message: JSON.stringify({
      jsonrpc: "2.0",
      id: "@ID@",
      method: message.method,
      params: paramsOf(message),
    }).replace('"@ID@"', "@ID@"),
    headers: { ...headersOf(message), ...headers },
  };
  if (message.era !== "2025-11-25 session" || message.method === "initialize") return load;
  const open = () => openSession({ url, headers });
  return { ...load, sessions: await Promise.all(Array.from({ length: sessionsKept }, open)) };
}

/** One answer: its status, its type, its text, and the session that it opened. */
export interface Answered {
  status: number;
  type: string;
  text: string;
  session: string | null;
}

/** Sends the load's message once. */
export async function once(load: Load): Promise<Answered> {
  const own = load.sessions ? { "Mcp-Session-Id": load.sessions[0] } : undefined;
  const answer = await fetch(load.url, {
    method: "POST",
    headers: { ...load.headers, ...own },
    body: load.message.replace("@ID@", "0"),
  });
  return {
    status: answer.status,
    type: answer.headers.get("Content-Type") ?? "",
    text: await answer.text(),
    session: answer.headers.get("Mcp-Session-Id"),
  };
}

/** The handshake of the 2025 protocol. @returns the session's id */
async function openSession(address: Address): Promise<string> {
  const message = { era: "2025-11-25 session", method: "initialize" } as const;
  const { session, text } = await once(await loadOf(message, address));
  if (session === null) throw new Error(`No session was opened: ${text}`);
  const noted = await fetch(address.url, {
    method: "POST",
    headers: {
      ...headersOf({ ...message, method: "tools/list" }),
      ...address.headers,
      "Mcp-Session-Id": session,
    },
    body: JSON.stringify({ jsonrpc: "2.0", method: "notifications/initialized" }),
  });
  await noted.text();
  return session;
}

/** The JSON-RPC result in an answer, which is an event stream of one message. */
export function resultIn({ status, text }: Answered): Record<string, unknown> {
  const data = /^data: (.*)$/m.exec(text)?.[1] ?? text;
  const { result } = status === 200 ? JSON.parse(data) as { result?: Record<string, unknown> } : {};
  if (!result || result.isError) throw new Error(`Status ${status}: ${text}`);
  return result;
}
