/** Clients that behave badly: they give up in the middle, listen and vanish, or take an answer in drops. */

import { pause } from "../../src/lib/pause.ts";
import { type Era, loadOf } from "../bench/http_messages.ts";
import type { Load } from "../bench/http_wrk.ts";
import { type Asked, nextCall, nextWrite } from "./calls.ts";
import type { Ledger } from "./ledger.ts";
import { RawSocket } from "../support/raw_socket.ts";

export interface Rude {
  url: string;
  headers: Readonly<Record<string, string>>;
  fetch: typeof fetch;
  ledger: Ledger;
}

function loadFor({ url, headers }: Rude, era: Era, { tool, args }: Asked): Promise<Load> {
  const call = { name: tool, arguments: args };
  return loadOf({ era, method: "tools/call", call }, { url, headers });
}

/** Asks and goes away before the answer is there, or while it comes; half of the time with a write. */
export async function giveUp(rude: Rude): Promise<void> {
  const asked = Math.random() < 0.5 ? nextWrite(rude.ledger) : nextCall(rude.ledger);
  const { url, headers, message } = await loadFor(rude, "2026-07-28", asked);
  const leaving = new AbortController();
  const timer = setTimeout(() => leaving.abort(), Math.random() * 40);
  try {
    const body = message.replace("@ID@", "1");
    const answer = await rude.fetch(url, { method: "POST", headers, body, signal: leaving.signal });
    if (Math.random() < 0.5) await answer.text();
    else await answer.body?.cancel();
  } catch (error) {
    if (!leaving.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Opens a session of 2025, listens, and is gone without a word. */
export async function listenAndVanish(rude: Rude): Promise<void> {
  const { url, headers, message } = await loadOf(
    { era: "2025-11-25 session", method: "initialize" },
    rude,
  );
  const body = message.replace("@ID@", "1");
  const opened = await rude.fetch(url, { method: "POST", headers, body });
  await opened.text();
  const session = opened.headers.get("Mcp-Session-Id");
  if (!session) throw new Error(`No session was opened: ${opened.status}`);
  const leaving = new AbortController();
  const listening = { ...headers, "Accept": "text/event-stream", "Mcp-Session-Id": session };
  const { "Content-Type": _, ...own } = listening as Record<string, string>;
  const stream = await rude.fetch(url, { headers: own, signal: leaving.signal });
  if (!stream.ok) throw new Error(`Listening was answered with ${stream.status}`);
  await pause(500 + Math.random() * 3000);
  leaving.abort();
}

/** Requests that one slow reader sends at once: together their answers are more than a socket holds. */
const pipelined = 20;

/** Asks for much and reads little of it, slowly; then closes the connection in the middle. */
export async function readSlowly(rude: Rude): Promise<void> {
  const asked = { tool: "timesheet", args: { action: "list", filters: { page: 1, size: 500 } } };
  const { url, headers, message } = await loadFor(rude, "2025-11-25", asked);
  const { host, pathname, port } = new URL(url);
  const body = message.replace("@ID@", "1");
  const lines = Object.entries({ ...headers, "Host": host, "Content-Length": `${body.length}` })
    .map(([name, value]) => `${name}: ${value}\r\n`);
  using socket = await RawSocket.open(Number(port));
  const request = `POST ${pathname} HTTP/1.1\r\n${lines.join("")}\r\n${body}`;
  await socket.send(request.repeat(pipelined));
  const reads = 2 + Math.floor(Math.random() * 4);
  for (let read = 0; read < reads; read++) {
    await pause(300 + Math.random() * 700);
    await socket.until((text) => text.length > 0);
  }
}
