/** Whether a failure of a client was brought about by the soak itself. */

import type { Member } from "./people.ts";
import type { Server } from "./server.ts";

/** Failures by why they were to be expected, and examples of those that were not. */
export interface TroubleTally {
  expected: Record<string, number>;
  unexpected: number;
  examples: string[];
}

/** What a failure is judged by: how things stood when the call began. */
export interface Standing {
  life: number;
  version?: number;
}

/** Examples that are kept. */
const most = 20;
/** Milliseconds after a start in which a connection to the process before may turn out to be gone. */
const settling = 2000;

export class Troubles {
  readonly tally: TroubleTally = { expected: {}, unexpected: 0, examples: [] };
  readonly #server: Server;

  constructor(server: Server) {
    this.#server = server;
  }

  standing(member?: Member): Standing {
    return { life: this.#server.life, version: member?.version };
  }

  /** Counts a failure. @returns why it was to be expected */
  judge(what: string, error: unknown, before: Standing, member?: Member): string | undefined {
    const why = this.#reason(error, before, member);
    if (why) {
      this.tally.expected[why] = (this.tally.expected[why] ?? 0) + 1;
      return why;
    }
    this.tally.unexpected++;
    if (this.tally.examples.length < most) {
      this.tally.examples.push(`${what}: ${textOf(error).slice(0, 300)}`);
    }
  }

  #reason(error: unknown, { life, version }: Standing, member?: Member): string | undefined {
    const { upSince } = this.#server;
    if (life !== this.#server.life || performance.now() - upSince < settling) return "restart";
    if (member && (member.inFlux || !member.isThere || member.version !== version)) {
      return "account changed";
    }
    if (error instanceof DOMException && error.name === "AbortError") return "given up";
  }
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { name, message, cause } = error;
  return `${name}: ${message}${cause ? `, because of ${textOf(cause)}` : ""}`;
}
