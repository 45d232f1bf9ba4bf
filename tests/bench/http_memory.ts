/** Whether memory stays as it is over many requests: resident, and the heap after a collection. */

import { type Era, loadOf } from "./http_messages.ts";
import { authorization, bareSdk, demo, inspected, started } from "./http_subjects.ts";
import { type Load, loaded } from "./http_wrk.ts";
import { printTable, say } from "./table.ts";

/** Memory after a number of calls, in bytes. */
export interface Sample {
  calls: number;
  resident: number;
  heap: number;
}

/** One server's memory over its calls. */
export interface Course {
  program: string;
  era: Era;
  samples: Sample[];
  /** Bytes that a call leaves behind, by least squares. */
  slope: { resident: number; heap: number };
}

/** How many calls, with a look after each step. */
export interface Length {
  step: number;
  steps: number;
}

const courses: Era[] = ["2026-07-28", "2025-11-25 session"];

/** Prints one table, a line for each look. The bare server shows what the runtime itself does. */
export async function benchMemory(length: Length): Promise<Course[]> {
  const found: Course[] = [];
  for (const era of courses) {
    found.push(await courseOf("kimai-mcp", era, length));
    found.push(await courseOf("bare SDK", era, length));
  }
  report(found, length);
  return found;
}

async function courseOf(
  program: string,
  era: Era,
  { step, steps }: Length,
): Promise<Course> {
  const isOurs = program === "kimai-mcp";
  await using server = await started(inspected(isOurs ? demo() : await bareSdk()));
  const path = era === "2025-11-25 session" ? "/one/session" : "/one/auto";
  const load = await loadOf({ era, method: "tools/call" }, {
    url: isOurs ? server.url : `${server.url}${path}`,
    headers: isOurs ? authorization : {},
  });
  // Code is compiled and the heap has its size before the first look.
  await answersOf(load, Math.ceil(step / 2));
  let calls = 0;
  const samples: Sample[] = [];
  for (let taken = 0; taken <= steps; taken++) {
    if (taken > 0) calls += await answersOf(load, step);
    samples.push({ calls, heap: await server.heap(), resident: await server.resident() });
  }
  const slope = { resident: slopeOf(samples, "resident"), heap: slopeOf(samples, "heap") };
  return { program, era, samples, slope };
}

/** Seconds after which a server that should have answered long ago is given up. */
const patience = 120;

async function answersOf(load: Load, answers: number): Promise<number> {
  return (await loaded(load, { connections: 16, seconds: patience, answers })).answers;
}

function slopeOf(samples: readonly Sample[], kind: "resident" | "heap"): number {
  const mean = (of: (sample: Sample) => number) =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
  const [x, y] = [mean(({ calls }) => calls), mean((sample) => sample[kind])];
  return mean((sample) => (sample.calls - x) * (sample[kind] - y)) /
    mean(({ calls }) => (calls - x) ** 2);
}

const megabytes = (bytes: number) => Number.isNaN(bytes) ? "-" : (bytes / 1e6).toFixed(1);

function report(found: readonly Course[], { step, steps }: Length): void {
  const rows = found.flatMap(({ program, era, samples }) =>
    samples.map(({ calls, resident, heap }) => [
      program,
      era,
      `${calls}`,
      megabytes(resident),
      megabytes(heap),
    ])
  );
  say(`Memory over ${step * steps} calls from 16 connections, in MB; the heap after a collection`);
  printTable(["server", "protocol", "calls", "resident", "heap"], rows);
  for (const { program, era, slope } of found) {
    say(
      `${program}, ${era}: ${slope.resident.toFixed(1)} bytes resident and ${
        slope.heap.toFixed(1)
      } bytes of heap stay of a call`,
    );
  }
  say();
}
