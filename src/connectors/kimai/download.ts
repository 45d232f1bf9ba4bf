/** An answer that is a file: read as bytes up to a limit, told from the pages that stand in its place. */

import { UpstreamError } from "../../mcp/errors.ts";
import { type Asked, type Reply, requestOf, unreadable } from "./faults.ts";

/** A file of Kimai's. */
export interface Download {
  bytes: Uint8Array;
  /** The media type with its parameters, such as `text/html; charset=UTF-8`. */
  type: string;
}

/**
 * Reads a response, a success as bytes where a file was asked for.
 * @throws {UpstreamError} "invalid" for a file above the limit, which is not read to its end
 */
export async function replyOf(asked: Asked, response: Response): Promise<Reply> {
  const { status, headers } = response;
  if (asked.limit === undefined || !response.ok) {
    return { status, headers, text: await response.text() };
  }
  return { status, headers, text: "", bytes: await bytesOf(asked, asked.limit, response) };
}

async function bytesOf(asked: Asked, limit: number, response: Response): Promise<Uint8Array> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  // Leaving the loop cancels what was not read.
  for await (const part of response.body ?? []) {
    length += part.byteLength;
    if (length > limit) {
      throw new UpstreamError(
        "invalid",
        `The file of ${requestOf(asked)} has more than ${
          limit / 1_000_000
        } MB, which is all that clients take at once: download it from Kimai's web pages`,
      );
    }
    parts.push(part);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
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
