/** Targets of the bench: what was reached beside each, where it is measured and in the overview at the end. */

import type { Spread } from "./spread.ts";
import { printTable, say } from "./table.ts";

/** Whether a target was reached; "not certain" where its spread is on both sides of the target. */
export type Reached = "met" | "MISSED" | "not certain";

/** A figure with its target. */
export interface Goal {
  /** What is measured, in words that stand for themselves. */
  what: string;
  value: number;
  sense: "at most" | "at least";
  target: number;
  /** With the space before it: ` ms`. */
  unit: string;
  /** Decimals to show. */
  digits: number;
  /** Between what the median would be in 95 of 100 repetitions, where that was measured. */
  range?: { from: number; to: number };
  reached: Reached;
}

/** A part of the bench: its figures, which go into the JSON, and its targets. */
export interface Part<Figures> {
  figures: Figures;
  goals: Goal[];
}

type Given = Pick<Goal, "what" | "value" | "target"> & { unit?: string; digits?: number };

/** A target that a figure must not exceed. */
export function atMost({ unit = "", digits = 0, ...given }: Given): Goal {
  const reached = given.value <= given.target ? "met" : "MISSED";
  return { ...given, sense: "at most", unit, digits, reached };
}

/** A target that a figure must reach. */
export function atLeast({ unit = "", digits = 0, ...given }: Given): Goal {
  const reached = given.value >= given.target ? "met" : "MISSED";
  return { ...given, sense: "at least", unit, digits, reached };
}

/**
 * A target for the median of values that were measured one by one: it counts as met, or missed, where the whole range
 * in which 95 of 100 repetitions would have their median is on one side of it.
 */
export function surelyAtMost({ median, from, to }: Spread, given: Omit<Given, "value">): Goal {
  const reached = to <= given.target ? "met" : from > given.target ? "MISSED" : "not certain";
  return { ...atMost({ ...given, value: median }), range: { from, to }, reached };
}

/** The same for a target that must be reached. */
export function surelyAtLeast({ median, from, to }: Spread, given: Omit<Given, "value">): Goal {
  const reached = from >= given.target ? "met" : to < given.target ? "MISSED" : "not certain";
  return { ...atLeast({ ...given, value: median }), range: { from, to }, reached };
}

/** `1.22 x`, with its spread where that is known. */
export function figureOf({ value, unit, digits, range }: Goal): string {
  const spread = range ? `, from ${range.from.toFixed(digits)} to ${range.to.toFixed(digits)}` : "";
  return `${value.toFixed(digits)}${unit}${spread}`;
}

/** `<= 1.3 x` */
export function targetOf({ sense, target, unit }: Goal): string {
  return `${sense === "at most" ? "<=" : ">="} ${target}${unit}`;
}

/** Prints a line for each: `start: 1.22 x (target <= 1.3 x: met)`. */
export function sayGoals(goals: readonly Goal[]): void {
  for (const goal of goals) {
    say(`${goal.what}: ${figureOf(goal)} (target ${targetOf(goal)}: ${goal.reached})`);
  }
  say();
}

/** Prints the overview: a line for each target, and how many of them were met. */
export function printOverview(goals: readonly Goal[]): void {
  if (goals.length === 0) return;
  const met = goals.filter(({ reached }) => reached === "met").length;
  say(`Targets: ${met} of ${goals.length} met`);
  const rows = goals.map((goal) => [goal.what, figureOf(goal), targetOf(goal), goal.reached]);
  printTable(["what", "figure", "target", ""], rows);
}
