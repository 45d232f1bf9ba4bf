/** One valid call of every action of every tool, of `entity` for every type: what the faults are tried on. */

import { argumentsOf, type Case } from "../contract/parity/row.ts";
import { rows } from "../contract/parity/rows.ts";

/** A call that succeeds on a good day. */
export interface Call {
  /** `timesheet create`, `entity project list`. */
  name: string;
  tool: string;
  args: Record<string, unknown>;
  /** Whose token Kimai is asked with. */
  user: string;
  furnish: Case["furnish"];
}

/** `timesheet create`, `entity project list`. */
export function nameOf({ tool, type, action }: Pick<Case, "tool" | "type" | "action">): string {
  return [tool, type, action].filter((part) => part !== undefined).join(" ");
}

/** The first row of each action that succeeds; rows of one action differ in parameters, which no fault minds. */
export const calls: readonly Call[] = [
  ...new Map(
    rows.filter(({ refused }) => refused === undefined)
      .toReversed()
      .map((row): [string, Call] => {
        const { tool, user, furnish } = row;
        return [nameOf(row), { name: nameOf(row), tool, args: argumentsOf(row), user, furnish }];
      }),
  ).values(),
].reverse();
