/** What an answer consists of: text, or a file told from the pages that stand in its place; neither without an end. */

import { UpstreamError } from "../../mcp/errors.ts";
import { type Asked, endless, type Reply, requestOf, unreadable } from "./faults.ts";

/** Bytes that an answer in text may have: fifty times what Kimai's longest page comes to. */
export const longestAnswer = 50_000_000;

/** A file of Kimai's. */
export interface Download {
  bytes: Uint8Array;
  /** The media type with its parameters, such as `text/html; charset=UTF-8`. */
  type: string;
}

/**
 * Reads a response, a success as bytes where a file was asked for.
 * @throws {UpstreamError} for what is longer than it may be, which is not read to its end: "invalid" for a file,
 * else "unavailable"
 */
export async function replyOf(asked: Asked, response: Response): Promise<Reply> {
  const { status, headers } = response;
  const { limit } = asked;
  return limit === undefined || !response.ok
    ? { status, headers, text: await textOf(asked, response) }
    : { status, headers, text: "", bytes: await bytesOf(asked, limit, response) };
}

async function textOf(asked: Asked, response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const part of partsOf(response, longestAnswer)) {
    if (!part) throw endless(asked, longestAnswer, response.status);
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}

async function bytesOf(asked: Asked, limit: number, response: Response): Promise<Uint8Array> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for await (const part of partsOf(response, limit)) {
    if (!part) throw tooLong(asked, limit);
    parts.push(part);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** The parts of a body up to a limit in bytes, then undefined if there are more; whoever stops cancels the rest. */
async function* partsOf({ body }: Response, limit: number) {
  let length = 0;
  for await (const part of body ?? []) {
    length += part.byteLength;
    yield length > limit ? undefined : part;
  }
}

function tooLong(asked: Asked, limit: number): UpstreamError {
  return new UpstreamError(
    "invalid",
    `The file of ${requestOf(asked)} has more than ${
      limit / 1_000_000
    } MB, which is all that clients take at once: download it from Kimai's web pages`,
  );
}

/**
 * The file of a 2xx answer. Kimai sends files as attachments; a login page in front of it does not.
 * @throws {UpstreamError} "unavailable" for anything but a file
 */
export function readDownload(asked: Asked, { status, headers, bytes }: Reply): Download {
  const isFile = /^\s*attachment\b/i.test(headers.get("Content-Disposition") ?? "");
  if (!bytes || !isFile) {
    throw new UpstreamError("unavailable", unreadable(asked, "is no file"), { status });
  }
  return { bytes, type: headers.get("Content-Type") ?? "application/octet-stream" };
}
