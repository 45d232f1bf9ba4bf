// No test of its own: every look at MCP sends them, see tests/cli/doctor/server/protocol_test.ts.
/** The messages of MCP that the doctor sends, as clients of each era write them, and what comes back. */

import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  PROTOCOL_VERSION_META_KEY,
} from "@modelcontextprotocol/server";
import { name, version } from "../../../composition.ts";
import { type Answer, objectIn } from "./asking.ts";

export const modern = "2026-07-28";
export const legacy = ["2025-11-25", "2025-06-18"] as const;

const clientInfo = { name: `${name} doctor`, version };
const common = {
  "Content-Type": "application/json",
  "Accept": "application/json, text/event-stream",
};

/** A request of 2026-07-28, which says everything itself. */
export function modernRequest(
  method: string,
  bearer: string,
  params: Record<string, unknown> = {},
): RequestInit {
  const _meta = {
    [PROTOCOL_VERSION_META_KEY]: modern,
    [CLIENT_INFO_META_KEY]: clientInfo,
    [CLIENT_CAPABILITIES_META_KEY]: {},
  };
  const headers = {
    ...common,
    ...authorization(bearer),
    "MCP-Protocol-Version": modern,
    "Mcp-Method": method,
  };
  return post(headers, { id: 1, method, params: { ...params, _meta } });
}

/** The first message of a client of 2025; without a bearer it is what every client begins with. */
export function initializeRequest(protocolVersion: string, bearer?: string): RequestInit {
  const params = { protocolVersion, capabilities: {}, clientInfo };
  return post({ ...common, ...authorization(bearer) }, { id: 1, method: "initialize", params });
}

/** A session of the 2025 protocol. */
export interface Session {
  id: string;
  protocolVersion: string;
  bearer: string;
}

export function sessionHeaders({ id, protocolVersion, bearer }: Session): Record<string, string> {
  return {
    ...common,
    ...authorization(bearer),
    "Mcp-Session-Id": id,
    "MCP-Protocol-Version": protocolVersion,
  };
}

/** A message within a session; one without `id` is a notification. */
export function sessionRequest(
  session: Session,
  message: { id?: number; method: string; params?: Record<string, unknown> },
): RequestInit {
  return post(sessionHeaders(session), message);
}

function authorization(bearer: string | undefined): Record<string, string> {
  return bearer === undefined ? {} : { Authorization: `Bearer ${bearer}` };
}

function post(headers: Record<string, string>, message: Record<string, unknown>): RequestInit {
  return { method: "POST", headers, body: JSON.stringify({ jsonrpc: "2.0", ...message }) };
}

/** The result in an answer, which is JSON or an event stream of one message; nothing where it has none. */
export function resultIn(answer: Answer): Record<string, unknown> | undefined {
  const data = /^data: ?(.*)$/m.exec(answer.text)?.[1];
  const { result } = objectIn(data === undefined ? answer : { text: data }) ?? {};
  return answer.status === 200 && typeof result === "object" && result !== null
    ? result as Record<string, unknown>
    : undefined;
}
