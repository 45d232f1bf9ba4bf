/** MCP itself with a token, in each protocol era, and what clients are offered. */

import { type Answer } from "./asking.ts";
import { failed, type Look, ok, type Verdict, type Visit, withBearer } from "./look.ts";
import {
  initializeRequest,
  legacy,
  modern,
  modernRequest,
  resultIn,
  type Session,
  sessionHeaders,
  sessionRequest,
} from "./messages.ts";
import { strange } from "./strange.ts";

export const protocol: readonly Look[] = [
  { name: `MCP ${modern}`, look: withBearer(discover) },
  ...legacy.map((version) => ({
    name: `MCP ${version}`,
    look: withBearer((visit, bearer) => session(visit, bearer, version)),
  })),
  { name: "Tools", look: withBearer(tools) },
];

async function discover({ resource, learnt, ask }: Visit, bearer: string): Promise<Verdict> {
  const answer = await ask(resource, modernRequest("server/discover", bearer));
  const result = resultIn(answer);
  if (answer.status === 401) {
    delete learnt.bearer;
    return failed(
      "The server refuses the token",
      "Give the token that the server was started with (--server-token-file), or sign in with --as",
    );
  }
  if (!result) return strange(answer, "an answer to server/discover");
  return ok("server/discover is answered");
}

/** Opens a session, uses it and ends it. */
async function session(visit: Visit, bearer: string, version: string): Promise<Verdict> {
  const opened = await openSession(visit, bearer, version);
  if ("outcome" in opened) return opened;
  const { resource, ask } = visit;
  const listed = await ask(resource, sessionRequest(opened, { id: 2, method: "tools/list" }));
  if (!resultIn(listed)) return strange(listed, "an answer within the session");
  const headers = sessionHeaders(opened);
  const ended = await ask(resource, { method: "DELETE", headers });
  if (ended.status >= 300) {
    return failed(
      `The session cannot be ended: DELETE answers ${ended.status}`,
      "Let the proxy pass requests of the method DELETE on",
    );
  }
  return ok("initialize opens a session, which serves and ends");
}

/** The handshake of the 2025 protocol. @returns the session, or why there is none */
export async function openSession(
  { resource, ask }: Pick<Visit, "resource" | "ask">,
  bearer: string,
  protocolVersion: string,
): Promise<Session | Verdict> {
  const opened = await ask(resource, initializeRequest(protocolVersion, bearer));
  if (!resultIn(opened)) return strange(opened, "an answer to initialize");
  const id = opened.headers.get("Mcp-Session-Id");
  if (id === null) return withoutSession();
  const session = { id, protocolVersion, bearer };
  const noted = await ask(
    resource,
    sessionRequest(session, { method: "notifications/initialized" }),
  );
  return noted.status === 202 ? session : strange(noted, "the receipt of a notification (202)");
}

function withoutSession(): Verdict {
  return failed(
    "The answer to initialize comes without the header Mcp-Session-Id",
    "Let the proxy pass the header Mcp-Session-Id on, both ways",
  );
}

/** Characters of a schema beyond which Claude drops a tool without a word. */
const longestSchema = 16_384;

async function tools({ resource, ask }: Visit, bearer: string): Promise<Verdict> {
  const answer: Answer = await ask(resource, modernRequest("tools/list", bearer));
  const listed = resultIn(answer)?.tools;
  if (!Array.isArray(listed)) return strange(answer, "the list of tools");
  const tooLong = listed.filter((tool) =>
    JSON.stringify(tool?.inputSchema ?? {}).length > longestSchema
  );
  const kilobytes = Math.ceil(answer.text.length / 1000);
  if (listed.length > 0 && tooLong.length === 0) {
    return ok(`${listed.length} tools in ${kilobytes} kB`);
  }
  return failed(
    tooLong.length > 0
      ? `The schema of ${tooLong[0].name} is so long that Claude drops it`
      : "No tools are offered",
    "Look at --tools, --toolsets, --exclude-tools and --read-only of the server",
  );
}
