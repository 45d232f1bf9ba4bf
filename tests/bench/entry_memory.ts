/** What one long read takes of memory: a fresh process for each, before a Kimai in this one. */

import { fileURLToPath } from "node:url";
import { serve } from "../e2e/kimais.ts";
import { flagsOf, run } from "../support/program.ts";
import { ownerToken } from "./entries.ts";

/** Something that answers as Kimai does. */
type Kimai = Parameters<typeof serve>[0];

/** Bytes above what the process had before, and milliseconds. */
export interface ReadMemory {
  /** Resident at the most; the engine collects when it likes, so much of it is in use no more. */
  peak: number;
  /** Of the heap right after the call, with what was not collected yet. */
  heap: number;
  /** Of the heap at the most, after a collection before each of the first requests and then every tenth. */
  held: number;
  /** Of the heap after a collection at the end. */
  left: number;
  /** What the call took where nothing collected in between. */
  ms: number;
}

/** What the measured process writes. */
export interface Usage {
  before: Deno.MemoryUsage;
  after: Deno.MemoryUsage;
  settled: Deno.MemoryUsage;
  peak: number;
  held: number;
  ms: number;
}

/** One process for what the call takes as it is, another one that collects in between. */
export async function memoryOf(kimai: Kimai, filters: unknown): Promise<ReadMemory> {
  const { before, after, settled, peak, ms } = await usageOf(kimai, filters);
  const { before: base, held } = await usageOf(kimai, filters, "held");
  return {
    peak: peak - before.rss,
    heap: after.heapUsed - before.heapUsed,
    held: held - base.heapUsed,
    left: settled.heapUsed - before.heapUsed,
    ms,
  };
}

async function usageOf(kimai: Kimai, filters: unknown, ...mode: string[]): Promise<Usage> {
  await using server = serve(kimai);
  return await measured("one_call", server.url, ownerToken, JSON.stringify(filters), ...mode);
}

/**
 * What a subject that may collect garbage itself writes as JSON.
 * @throws {Error} when it fails
 */
export async function measured<T>(subject: string, ...args: string[]): Promise<T> {
  const file = fileURLToPath(new URL(`subjects/${subject}.ts`, import.meta.url));
  const { code, stdout, stderr } = await run({
    command: Deno.execPath(),
    args: ["run", ...flagsOf("bench"), "--v8-flags=--expose-gc", file, ...args],
    env: Deno.env.toObject(),
  });
  if (code !== 0) throw new Error(`The measured process failed: ${stderr}`);
  return JSON.parse(stdout);
}
