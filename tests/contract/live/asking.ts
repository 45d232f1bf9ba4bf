/**
 * The only way to a real Kimai: it reads. There is no word for a method here, so nothing can be sent
 * but GET.
 */
import assert from "node:assert/strict";

/** Milliseconds for one answer, its body included. */
const DEADLINE = 30_000;

/** More requests than this are a mistake of the tests. */
const MOST = 400;

/** An answer, read. */
export interface Reply {
  status: number;
  headers: Headers;
  /** The value of a JSON answer, the text of any other one; undefined when there was none. */
  // deno-lint-ignore no-explicit-any -- answers are compared, not typed
  body: any;
  isJson: boolean;
}

/** What can be said about a request besides its path. */
export interface Manner {
  /** Headers in the place of the token: with `{}` nobody asks. */
  headers?: Record<string, string>;
}

/** Asks for a path below `/api`; the same question is sent once. */
export type AskLive = (path: string, manner?: Manner) => Promise<Reply>;

/** A `fetch` as far as it is used here. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Who asks whom. */
export interface Access {
  /** With or without `/api` at its end. */
  url: string;
  token: string;
  /** Default: the runtime's. */
  fetch?: Fetch;
}

/** Reads an answer to its end. */
export async function readReply(response: Response): Promise<Reply> {
  const text = await response.text();
  const isJson = /^application\/json\b/.test(response.headers.get("Content-Type") ?? "");
  const body = text === "" ? undefined : isJson ? JSON.parse(text) : text;
  return { status: response.status, headers: response.headers, body, isJson };
}

/** Before 2.58 these two changed a record by a mere GET; without credentials nothing does. */
const CHANGES = /\/(?:stop|restart)\b/;

/** A way to ask, and how often it was used. */
export interface Asker {
  ask: AskLive;
  requests: () => number;
}

/** Makes the way to a real Kimai. */
export function createAsker({ url, token, fetch = globalThis.fetch }: Access): Asker {
  const base = url.replace(/\/+$/, "").replace(/\/api$/, "");
  const asked = new Map<string, Promise<Reply>>();

  async function send(path: string, headers: Record<string, string>): Promise<Reply> {
    const deadline = new AbortController();
    const timer = setTimeout(
      () => deadline.abort(new Error(`GET ${path} was not answered in ${DEADLINE / 1000} s`)),
      DEADLINE,
    );
    try {
      const init: RequestInit = {
        method: "GET",
        headers,
        redirect: "manual",
        signal: deadline.signal,
      };
      return await readReply(await fetch(`${base}/api${path}`, init));
    } catch (error) {
      const { message, cause } = error as Error;
      const reason = cause instanceof Error ? `${message}: ${cause.message}` : message;
      throw new Error(`GET ${path} failed: ${reason}`);
    } finally {
      clearTimeout(timer);
    }
  }

  function ask(path: string, { headers }: Manner = {}): Promise<Reply> {
    const isHarmless = headers !== undefined || !CHANGES.test(path);
    assert.ok(isHarmless, `Cannot ask for ${path}: old releases change a record by it`);
    const question = JSON.stringify([path, headers]);
    let reply = asked.get(question);
    if (!reply) {
      assert.ok(asked.size < MOST, `Cannot ask for ${path}: ${MOST} requests are enough`);
      reply = send(path, headers ?? { Authorization: `Bearer ${token}` });
      asked.set(question, reply);
    }
    return reply;
  }

  return { ask, requests: () => asked.size };
}
