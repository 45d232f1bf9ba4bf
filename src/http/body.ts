/**
 * Reads a request's JSON body: once, in bounds of size, time and depth. Deno itself would wait for a slow body
 * for ever, and a parser may overflow on a deep one.
 */

import type { Context, MiddlewareHandler } from "hono";
import { later as runLater } from "../lib/later.ts";
import { type Env, rpcError } from "./context.ts";
import { faultOf } from "./messages.ts";

export interface BodyOptions {
  /** Bytes. */
  max: number;
  /** Seconds that the whole body may take to arrive. */
  timeout: number;
  /** Runs a task once, after some milliseconds, unless what it returns is called; a test has its own. */
  later?(task: () => void, ms: number): () => void;
}

/** Bytes that are read in one piece. */
const small = 65_536;

/** Arrays and objects inside each other; a JSON-RPC message has some ten. */
const deepest = 64;

/** Leaves the body of a POST in `c.var.body`; refuses what is none, or no JSON-RPC. */
export function readJson(options: BodyOptions): MiddlewareHandler<Env> {
  // A byte order mark is no part of JSON (RFC 8259, 8.1): it stays, and so does not parse.
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  return async (c, next) => {
    if (c.req.method !== "POST") return await next();
    const read = refusalOfHeaders(c, options.max) ?? await readBytes(c.req.raw, options);
    const parsed = read instanceof Response ? read : parse(read, decoder);
    if (parsed instanceof Response) return parsed;
    const fault = faultOf(parsed.value, c.req.header("MCP-Protocol-Version"));
    if (fault) return rpcError(400, -32600, `Invalid Request: ${fault}`);
    c.set("body", parsed.value);
    await next();
  };
}

/** What need not be read: another type, a compressed body, one that says itself that it is too long. */
function refusalOfHeaders(c: Context<Env>, max: number): Response | undefined {
  const type = c.req.header("Content-Type") ?? "";
  if (!/^application\/json *(?:;|$)/i.test(type)) {
    return rpcError(415, -32000, "Unsupported Media Type: Content-Type must be application/json");
  }
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(type)?.[1] ?? "utf-8";
  if (!/^utf-?8$/i.test(charset)) {
    return rpcError(415, -32000, "Unsupported Media Type: send JSON in UTF-8");
  }
  const encoding = c.req.header("Content-Encoding") ?? "identity";
  if (encoding.trim().toLowerCase() !== "identity") {
    return rpcError(415, -32000, "Unsupported Media Type: send the body without Content-Encoding");
  }
  return Number(c.req.header("Content-Length") ?? 0) > max ? tooLarge(max) : undefined;
}

async function readBytes(
  request: Request,
  { max, timeout, later = runLater }: BodyOptions,
): Promise<Uint8Array | Response> {
  if (isSmall(request)) return await readAtOnce(request, { timeout, later });
  const reader = request.body?.getReader();
  if (!reader) return new Uint8Array();
  let isLate = false;
  const inTime = later(() => {
    isLate = true;
    stop(reader);
  }, timeout * 1000);
  const bytes = new Bytes();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      // Stopping ends the read as if the body was through.
      if (isLate) return tooSlow(timeout);
      if (done) return bytes.all();
      if (bytes.size + value.length > max) {
        stop(reader);
        return closing(tooLarge(max));
      }
      bytes.add(value);
    }
  } catch {
    return endedEarly();
  } finally {
    inTime();
  }
}

/** A body that says how short it is can be nothing else: HTTP ends it there (RFC 9112, 6.2). */
function isSmall({ headers }: Request): boolean {
  const length = headers.get("Content-Length");
  return length !== null && Number(length) <= small;
}

/** Without a stream, which would take longer than all other guards together. */
function readAtOnce(
  request: Request,
  { timeout, later }: Required<Pick<BodyOptions, "timeout" | "later">>,
): Promise<Uint8Array | Response> {
  return new Promise((resolve) => {
    const inTime = later(() => end(tooSlow(timeout)), timeout * 1000);
    const end = (read: Uint8Array | Response) => {
      inTime();
      resolve(read);
    };
    request.bytes().then(end, () => end(endedEarly()));
  });
}

function tooSlow(timeout: number): Response {
  return closing(rpcError(408, -32000, `Request Timeout: no body in ${timeout} s`));
}

/** The client went away in the middle; nobody reads the answer. */
function endedEarly(): Response {
  return rpcError(400, -32000, "The body ended early");
}

/** Takes no more; the runtime throws away what still comes. */
function stop(reader: ReadableStreamDefaultReader<Uint8Array>): void {
  reader.cancel().catch(() => {});
}

/** The rest of the body would be taken for the next request (RFC 9110, 15.5.9 and 15.5.14). */
function closing(response: Response): Response {
  response.headers.set("Connection", "close");
  return response;
}

/** Collects chunks in one piece, for many small ones cost far more memory than their bytes. */
class Bytes {
  #bytes: Uint8Array = new Uint8Array();
  size = 0;

  add(chunk: Uint8Array): void {
    const size = this.size + chunk.length;
    if (this.size === 0) {
      // Mostly the only one.
      this.#bytes = chunk;
    } else {
      if (size > this.#bytes.length) this.#grow(size);
      this.#bytes.set(chunk, this.size);
    }
    this.size = size;
  }

  all(): Uint8Array {
    return this.#bytes.subarray(0, this.size);
  }

  #grow(size: number): void {
    const larger = new Uint8Array(Math.max(size, this.#bytes.length * 2));
    larger.set(this.all());
    this.#bytes = larger;
  }
}

function parse(bytes: Uint8Array, decoder: TextDecoder): { value: unknown } | Response {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return rpcError(400, -32700, "Parse error: the body is not UTF-8");
  }
  if (isTooDeep(text)) return rpcError(400, -32700, `Parse error: deeper than ${deepest} levels`);
  try {
    return { value: JSON.parse(text) };
  } catch {
    return rpcError(400, -32700, "Parse error: the body is not JSON");
  }
}

/** Counts brackets outside of strings, without recursion. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at++;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x5b || code === 0x7b) {
      if (++depth > deepest) return true;
    } else if (code === 0x5d || code === 0x7d) depth--;
  }
  return false;
}

function tooLarge(max: number): Response {
  return rpcError(413, -32000, `Payload Too Large: a body may have ${max} bytes`);
}
