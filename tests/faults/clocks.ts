/** A Kimai whose clock is not ours. */

import type { Known } from "./cases.ts";
import type { Result } from "./drive.ts";
import { judge } from "./judge.ts";
import { createUpstream } from "./upstream.ts";
import { createOurs, createWorld } from "./world.ts";

/** How far Kimai's clock is ahead, in hours. */
const skews: Record<string, number> = {
  "Kimai is 5 minutes ahead": 1 / 12,
  "Kimai is 5 minutes behind": -1 / 12,
  "Kimai is a day ahead": 24,
  "Kimai is a day behind": -24,
  "Kimai is ten years ahead": 87_660,
  "Kimai is ten years behind": -87_660,
};

export interface ClockCase extends Known {
  skew: string;
}

/** Every skew with every call. */
export function clockCases(known: readonly Known[], quick: boolean): ClockCase[] {
  const names = Object.keys(skews);
  return known.flatMap(({ call, clean }, index) =>
    names.filter((_, number) => !quick || (number + index) % 3 === 0)
      .map((skew) => ({ call, clean, skew }))
  );
}

/** What a clock makes of an answer is its own; that a time is below zero is nobody's. */
export async function runClock({ call, clean, skew }: ClockCase): Promise<Result> {
  const world = await createWorld(call, skews[skew]);
  await using upstream = await createUpstream(world);
  const { token, carriedOut } = world;
  await using ours = await createOurs({ url: upstream.url, token, deadline: 10 });
  const started = performance.now();
  const called = await ours.call(call.tool, call.args);
  const seconds = (performance.now() - started) / 1000;
  const sent = upstream.received;
  const happened = { called, seconds, most: 6, sent, carriedOut, strayed: 0, token };
  const { outcome, wrong } = judge(happened, clean, { mayDiffer: true });
  const below = /"duration":-\d|(?:^|[ (])-\d+:\d\d/m.exec(
    `${called.text} ${JSON.stringify(called.structured ?? {})}`,
  );
  if (below) wrong.push(`a duration below zero (${below[0].trim()}): ${called.text}`);
  return { call: call.name, fault: skew, at: "the whole call", outcome, seconds, wrong };
}
