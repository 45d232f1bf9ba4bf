/**
 * Whether something that was measured again and again stays as it is. Of one process, without its beginning, the
 * median of the first third is compared with that of the last: single looks that fall into a busy moment count for
 * nothing then. What is between the two must be within what the same program shows at rest.
 */

import { median } from "../bench/table.ts";

/** What a quantity may gain between the thirds and still be called flat: a share of the first, or so much. */
export interface Allowance {
  share: number;
  least: number;
}

/** A value with when it was there, and after how many calls. */
export interface Point {
  /** Seconds. */
  at: number;
  calls: number;
  value: number;
}

export interface Course {
  first: number;
  median: number;
  last: number;
  /** By Theil and Sen: the median of the slopes between all pairs, an hour and 1,000 calls. */
  perHour: number;
  perThousand: number;
  /** What the last third has above the first, and what it may have. */
  gained: number;
  allowed: number;
  /** Gains an hour that would have been called more than flat. */
  noticed: number;
  verdict: "flat" | "GROWS" | "too short" | "-";
}

/** The share of a process's life that is its beginning: code is compiled, and caches fill. */
const beginning = 0.25;
/** Fewer looks than this, or a shorter time in seconds, tell nothing. */
const fewest = 12;
const shortest = 180;

/** How something went over one process; `-` where it could not be measured. */
export function courseOf(all: readonly Point[], { share, least }: Allowance): Course {
  const [from, to] = [all[0]?.at ?? 0, all.at(-1)?.at ?? 0];
  const points = all.filter(({ at }) => at >= from + (to - from) * beginning);
  const values = points.map(({ value }) => value);
  const third = Math.max(1, Math.floor(points.length / 3));
  const [early, late] = [points.slice(0, third), points.slice(-third)];
  const [before, after] = [early, late].map((some) => median(some.map(({ value }) => value)));
  const allowed = Math.max(share * before, least);
  const gained = after - before;
  const hours = (middle(late) - middle(early)) / 3600;
  const span = (points.at(-1)?.at ?? 0) - (points[0]?.at ?? 0);
  const isShort = points.length < fewest || span < shortest;
  return {
    first: values[0],
    median: median(values),
    last: values[values.length - 1],
    perHour: slopeOf(points, ({ at }) => at / 3600),
    perThousand: slopeOf(points, ({ calls }) => calls / 1000),
    gained,
    allowed,
    noticed: allowed / hours,
    verdict: values.some(Number.isNaN)
      ? "-"
      : isShort
      ? "too short"
      : gained > allowed
      ? "GROWS"
      : "flat",
  };
}

function middle(points: readonly Point[]): number {
  return median(points.map(({ at }) => at));
}

function slopeOf(points: readonly Point[], xOf: (point: Point) => number): number {
  const slopes = points.flatMap((one, place) =>
    points.slice(place + 1)
      .filter((other) => xOf(other) > xOf(one))
      .map((other) => (other.value - one.value) / (xOf(other) - xOf(one)))
  );
  return slopes.length > 0 ? median(slopes) : 0;
}
