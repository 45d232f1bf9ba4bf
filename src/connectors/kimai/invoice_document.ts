/** The document of an invoice: where it is, and reading it as a resource. */

import { UpstreamError, UserError } from "../../mcp/errors.ts";
import type { Content } from "../../mcp/resource.ts";
import type { Download } from "./download.ts";
import { entities, explainForbidden } from "./entities.ts";
import { id } from "./fields.ts";
import type { KimaiSession } from "./session.ts";

/**
 * Bytes of a document at most. Clients on stdio give up on a message of more than 10 MiB, and base64 makes four
 * bytes of three.
 */
const limit = 7_000_000;
/** Bytes of a document that is sent as text: escaped it may be twice as long, and a model hardly reads more. */
const textLimit = 1_000_000;

const isText = /^(?:text\/|application\/(?:[\w.-]+\+)?(?:xml|json)$)/;

/** @throws {UserError} for what is no id */
export async function readInvoiceDocument(
  params: Readonly<Record<string, string>>,
  { kimai }: KimaiSession,
): Promise<Content> {
  const read = id().safeParse(params.id);
  if (!read.success) {
    throw new UserError(
      `Cannot read the invoice ${JSON.stringify(params.id)}: its id is a whole number above 0`,
    );
  }
  const invoice = read.data;
  return contentOf(
    await kimai.download(["invoices", invoice, "download"], { limit })
      .catch(explainForbidden(entities.invoice, "get", `invoice ${invoice}`))
      .catch((error) => explainMissing(error, invoice)),
  );
}

/** Kimai's 404 does not say what is missing. */
function explainMissing(error: unknown, invoice: number): never {
  if (!(error instanceof UpstreamError) || error.fault !== "not_found") throw error;
  throw new UpstreamError(
    "not_found",
    `Cannot read the document of invoice ${invoice}: there is no such invoice, its file is gone, or this Kimai is older than 2.56; list invoices to find the id`,
    { status: error.status, cause: error },
  );
}

function contentOf({ bytes, type }: Download): Content {
  const mimeType = type.split(";")[0].trim().toLowerCase();
  const text = isText.test(mimeType) && bytes.byteLength <= textLimit ? textOf(bytes) : undefined;
  return text === undefined ? { mimeType, bytes } : { mimeType, text };
}

/** The text of UTF-8; undefined for any other bytes. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
