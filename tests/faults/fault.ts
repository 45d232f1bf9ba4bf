/** What a fault is: something that goes wrong between our server and Kimai while one call runs. */

import { type Act, type Exchange, head, pass } from "./upstream.ts";

/** One thing that goes wrong, with every request of a call or with one of them. */
export interface Fault {
  name: string;
  act: Act;
  /** Done to each connection before a request is read. */
  onConnect?: "reset" | "close";
  /** Nothing ever comes, so that only the deadline ends it. */
  hangs?: true;
  /** Takes so much memory that only a few run at once, and only on some of the calls. */
  isHeavy?: true;
  /** Nothing is lost: the answer must be that of a good day, for calls that only read or for all. */
  harmless?: "reads" | "all";
  /** What answers differs from Kimai in what it says, not in how: no half answer can be told from a whole one. */
  tells?: true;
}

/** A text that must never be shown: it stands in everything that is not Kimai's. */
export const foreign = "FOREIGN-TEXT-7b1e";

export const wide = { harmless: "all" } as const;
export const reads = { harmless: "reads" } as const;

/** Sends part of a proper answer. */
export async function sendPart(exchange: Exchange, share: number): Promise<void> {
  const answer = await exchange.forward();
  const lines: [string, string][] = [...answer.headers, [
    "Content-Length",
    `${Math.max(answer.body.length, 8)}`,
  ]];
  await exchange.send(head(answer.status, lines));
  await exchange.send(answer.body.subarray(0, Math.floor(answer.body.length * share)));
}

/** Does it to the first attempt only. */
export function once(act: Act): Act {
  return (exchange) => exchange.attempt === 1 ? act(exchange) : pass(exchange);
}
