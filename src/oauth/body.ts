/** Reads what a stranger sends, in bounds of size and time: Deno itself would wait for a slow body for ever. */

import { later as runLater } from "../lib/later.ts";

export interface BodyLimits {
  /** Bytes. */
  max?: number;
  /** Seconds that the whole body may take to arrive. */
  timeout?: number;
  /** Runs a task once, after some milliseconds, unless what it returns is called; a test has its own. */
  later?(task: () => void, ms: number): () => void;
}

/**
 * The body cannot be read; the message says why and fits into an answer. What was not read stands before the next
 * request, so the answer must carry `Connection: close` (RFC 9110, 15.5.9 and 15.5.14).
 */
export class BodyError extends Error {
  override name = "BodyError";
}

/**
 * The text of a request's body: 64 KB within 10 seconds, unless told otherwise. A byte order mark stays.
 * @throws {BodyError} for one that is longer, slower, or not UTF-8
 */
export async function readBody(request: Request, limits: BodyLimits = {}): Promise<string> {
  const { max = 65_536, timeout = 10, later = runLater } = limits;
  if (Number(request.headers.get("Content-Length") ?? 0) > max) throw tooLong(max);
  const reader = request.body?.getReader();
  if (!reader) return "";
  let isLate = false;
  const inTime = later(() => {
    isLate = true;
    stop(reader);
  }, timeout * 1000);
  try {
    const bytes = await readAll(reader, max);
    // Stopping ends the read as if the body was through.
    if (isLate) throw new BodyError(`The body did not arrive within ${timeout} seconds`);
    return textOf(bytes);
  } catch (error) {
    throw error instanceof BodyError ? error : new BodyError("The body ended early");
  } finally {
    inTime();
  }
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

/** Into one piece from the start, for many small ones cost far more memory than their bytes. */
async function readAll(reader: Reader, max: number): Promise<Uint8Array> {
  let bytes = new Uint8Array();
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return bytes.subarray(0, length);
    if (length + value.length > max) {
      stop(reader);
      throw tooLong(max);
    }
    if (length + value.length > bytes.length) {
      const larger = new Uint8Array(Math.min(max, 2 * (length + value.length)));
      larger.set(bytes.subarray(0, length));
      bytes = larger;
    }
    bytes.set(value, length);
    length += value.length;
  }
}

/** Takes no more; the runtime throws away what still comes. */
function stop(reader: Reader): void {
  reader.cancel().catch(() => {});
}

function tooLong(max: number): BodyError {
  return new BodyError(`A body may have ${max} bytes`);
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new BodyError("The body is not UTF-8");
  }
}
