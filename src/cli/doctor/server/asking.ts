/** Asking a server as clients do, within bounds of size; time is the look's. */

import type { Fetch } from "../../../connectors/connector.ts";

/** An answer that was read to its end. */
export interface Answer {
  url: string;
  status: number;
  headers: Headers;
  text: string;
}

/** Sends a request to an address of the server; redirects are not followed. @throws {NoAnswer | Limited} */
export type Ask = (url: string, init?: RequestInit) => Promise<Answer>;

/** Nothing came back; the message says why, as a sentence. */
export class NoAnswer extends Error {
  override name = "NoAnswer";
}

/** The server, or something before it, wants fewer requests. */
export class Limited extends Error {
  override name = "Limited";
}

/** Bytes of an answer that are read; a list of tools has some tens of thousands. */
const longest = 4 * 2 ** 20;

export interface Asking {
  fetch: Fetch;
  /** What is sent as `User-Agent` where a request says nothing else. */
  agent: string;
  signal: AbortSignal;
  /** Told of each answer. */
  heard?(answer: Answer): void;
}

export function createAsk({ fetch, agent, signal, heard }: Asking): Ask {
  return async (url, init = {}) => {
    const response = await send(fetch, url, { agent, signal, ...init });
    const text = await readText(response, url);
    const answer = { url, status: response.status, headers: response.headers, text };
    heard?.(answer);
    if (answer.status === 429) throw new Limited(sentenceOfLimit(answer));
    return answer;
  };
}

/** Sends one request, whose answer is not read yet. @throws {NoAnswer} */
export async function send(
  fetch: Fetch,
  url: string,
  { agent, ...init }: RequestInit & { agent: string },
): Promise<Response> {
  const headers = new Headers(init.headers);
  if (!headers.has("User-Agent")) headers.set("User-Agent", agent);
  try {
    return await fetch(new Request(url, { ...init, headers, redirect: "manual" }));
  } catch (error) {
    init.signal?.throwIfAborted();
    throw new NoAnswer(`No answer from ${new URL(url).pathname}: ${reasonOf(error)}`);
  }
}

/** The end of the chain of causes says what happened, the others that something did. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined
    ? String(error instanceof Error ? error.message : error)
    : reasonOf(cause);
}

async function readText(response: Response, url: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > longest) break;
    }
    return text;
  } catch (error) {
    throw new NoAnswer(`The answer of ${new URL(url).pathname} broke off: ${reasonOf(error)}`);
  }
}

function sentenceOfLimit({ url, headers }: Answer): string {
  const seconds = headers.get("Retry-After");
  const when = seconds && /^\d+$/.test(seconds) ? `in ${seconds} seconds` : "later";
  return `${new URL(url).pathname} answers 429, too many requests: try again ${when}`;
}

/** The JSON object in an answer; nothing where it has none. */
export function objectIn({ text }: Pick<Answer, "text">): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a page came where programs ask. */
export function isPage({ headers, text }: Pick<Answer, "headers" | "text">): boolean {
  return /\bhtml\b/i.test(headers.get("Content-Type") ?? "") ||
    /^\s*<(?:!doctype|html)/i.test(text);
}
