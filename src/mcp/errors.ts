/**
 * The errors that a tool may throw, and what the model is told about any error.
 * Everything else that is thrown is a bug: it is logged under an id, and only the id is shown.
 */

/** A sentence for the person or model that called: shown word for word. */
export class UserError extends Error {
  override name = "UserError";
}

/** What can be wrong with an upstream, as a closed set. */
export type Fault =
  | "unauthorized"
  | "forbidden"
  | "not_found"
  | "invalid"
  | "conflict"
  | "rate_limited"
  | "unavailable"
  | "timeout";

/** What is known of a failed request, for logs and for callers that look closer. */
export interface UpstreamDetails {
  /** HTTP status, absent when there was no answer. */
  status?: number;
  /** The upstream's validation messages, one per field; the empty name is the form as a whole. */
  fields?: { name: string; messages: string[] }[];
  cause?: unknown;
}

/** An upstream refused or failed. The message is ours and is shown; a body of the upstream never is. */
export class UpstreamError extends Error {
  override name = "UpstreamError";
  readonly status?: number;
  readonly fields: { name: string; messages: string[] }[];

  constructor(readonly fault: Fault, message: string, details: UpstreamDetails = {}) {
    super(message, { cause: details.cause });
    this.status = details.status;
    this.fields = details.fields ?? [];
  }
}

/**
 * What the caller is told about a thrown value.
 * @returns `text` for the caller; `expected` is false for a bug, which the caller of this function logs under `id`.
 */
export function describeError(thrown: unknown, id: string): { text: string; expected: boolean } {
  if (thrown instanceof UserError || thrown instanceof UpstreamError) {
    return { text: thrown.message, expected: true };
  }
  return {
    text: `Internal error (${id}): the server's log says more under this id`,
    expected: false,
  };
}
