/**
 * What a handler gives back, and what it throws to refuse.
 * The dispatcher turns both into a `Response`.
 */
import { PHRASES } from "./messages.ts";

/** An answer: a JSON value (or text or bytes with a Content-Type of their own), or nothing. */
export interface Answer {
  status: number;
  /** Absent: an empty body. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** A refusal on purpose, as Kimai would refuse. Anything else that is thrown is a bug of ours. */
export class Refusal extends Error {
  override name = "Refusal";
  constructor(readonly answer: Answer) {
    super(`Kimai answers ${answer.status}`);
  }
}

/** Kimai's generic refusal `{code, message}` of a status (API.md 5.3). */
export function refusal(status: number, headers?: Record<string, string>): Refusal {
  return new Refusal({ status, body: { code: status, message: PHRASES[status] }, headers });
}

/** A 200 with a JSON value. */
export const ok = (body: unknown): Answer => ({ status: 200, body });

/** The answer to a deletion. */
export const gone = (): Answer => ({ status: 204 });
