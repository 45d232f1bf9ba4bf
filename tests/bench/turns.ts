/** Taking turns: what a call takes beside the bare requests that it makes, on a machine that others use too. */

import { median } from "./table.ts";

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

/** Medians of a call and of its floor, which take turns: whatever slows the machine down does it to both. */
export async function inTurns(
  rounds: number,
  call: () => Promise<unknown>,
  floor: () => Promise<unknown>,
): Promise<{ took: number; least: number }> {
  const calls: number[] = [];
  const floors: number[] = [];
  for (let round = 0; round < rounds; round++) {
    calls.push(await timed(call));
    floors.push(await timed(floor));
  }
  return { took: median(calls), least: median(floors) };
}

/** Sends the same requests with nothing between, one after the other, and reads each answer as JSON. */
export async function bare(fetch: Fetch, requests: readonly Sent[]): Promise<void> {
  for (const { url, headers } of requests) await (await fetch(url, { headers })).json();
}
