/** An answer as JSON that programs read: never longer than a text may be, and never cut in the middle. */

import { textLimit } from "../../mcp/result.ts";
import type { Answer } from "./timesheet_answer.ts";

/** An answer of which a text had no room for all; the structured content has it. */
type Shown = Answer & {
  /** How many people are left out; `entity list` of type user pages through all. */
  more_people?: number;
  /** Groupings of the statistics that are left out; a shorter period has room for them. */
  more_groups?: string[];
};

const write = (result: Shown) => JSON.stringify({ action: "list", result });
const fits = (result: Shown) => write(result).length <= textLimit;

/** The answer as JSON: people to choose from give way first, then the longest groupings of statistics. */
export function jsonAnswer(answer: Answer): string {
  if (fits(answer)) return write(answer);
  const { people = [], ...rest } = answer;
  const fewer = withPeople(rest, people);
  if (people.length > 0 && fits(fewer)) return write(fewer);
  let left: Shown = people.length > 0 ? { ...rest, more_people: people.length } : rest;
  while (!fits(left) && Object.keys(left.statistics?.groups ?? {}).length > 0) {
    left = withoutLongest(left, left.statistics!);
  }
  return write(left);
}

/** As many of the people as there is room for. */
function withPeople(rest: Answer, people: NonNullable<Answer["people"]>): Shown {
  let room = textLimit - write({ ...rest, people: [], more_people: people.length }).length;
  const index = people.findIndex((person) => (room -= JSON.stringify(person).length + 1) < 0);
  const shown = index < 0 ? people.length : index;
  return { ...rest, people: people.slice(0, shown), more_people: people.length - shown };
}

function withoutLongest(answer: Shown, statistics: NonNullable<Answer["statistics"]>): Shown {
  const sizes = Object.entries(statistics.groups)
    .map(([name, rows]) => ({ name, size: JSON.stringify(rows).length }));
  const { name } = sizes.reduce((longest, one) => one.size > longest.size ? one : longest);
  const { [name]: _, ...groups } = statistics.groups;
  const more_groups = [...answer.more_groups ?? [], name];
  return { ...answer, statistics: { ...statistics, groups }, more_groups };
}
