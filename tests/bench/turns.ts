/** Taking turns: what a call takes beside the bare requests that it makes, on a machine that others use too. */

import pLimit from "p-limit";

/** A request as it was sent, to be sent again. */
export interface Sent {
  url: string;
  headers: HeadersInit;
}

type Fetch = (input: string, init?: RequestInit) => Promise<Response>;

/** How long it takes, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/**
 * In which order things take their turns in a round: the first one changes, and every second round goes backwards, so
 * that none always follows the same other one and has its garbage to collect.
 */
export function orderOf<T>(things: readonly T[], round: number): T[] {
  const order = things.map((_, turn) => things[(turn + round) % things.length]);
  return round % 2 === 0 ? order : order.reverse();
}

/** What a call and its floor took, in milliseconds, round by round. */
export interface Turns {
  call: number[];
  floor: number[];
}

/** Times a call and its floor in turns: whatever slows the machine down does it to both. */
export async function inTurns(
  rounds: number,
  call: () => Promise<unknown>,
  floor: () => Promise<unknown>,
): Promise<Turns> {
  const turns: Turns = { call: [], floor: [] };
  for (let round = 0; round < rounds; round++) {
    turns.call.push(await timed(call));
    turns.floor.push(await timed(floor));
  }
  return turns;
}

/** How many times as long as the floor, round by round. */
export function ratiosOf({ call, floor }: Turns): number[] {
  return call.map((ms, round) => ms / floor[round]);
}

/** Pages that our server asks for at once; the floor does the same. */
const atOnce = 4;

/** Sends the same requests with nothing between, the first one alone, and reads each answer as JSON. */
export async function bare(fetch: Fetch, [first, ...rest]: readonly Sent[]): Promise<void> {
  const send = async ({ url, headers }: Sent) => void await (await fetch(url, { headers })).json();
  await send(first);
  const limit = pLimit(atOnce);
  await Promise.all(rest.map((one) => limit(send, one)));
}
