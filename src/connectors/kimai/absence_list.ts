// No test of its own: tools/absence_test.ts lists one's own and everybody's.
/** The list of absences: by person, then by day, as many as a text can show. */

import { z } from "zod";
import { textLimit } from "../../mcp/result.ts";
import {
  about,
  headOf,
  line,
  noteLines,
  show,
  type Shown,
  shown,
  sums,
  sumText,
  titleOf,
} from "./absence_answers.ts";
import { labelOf } from "./absence_plugin.ts";
import { type AbsencesRead, type Asked, readAbsences } from "./absence_reading.ts";
import { absenceWords } from "./absence_words.ts";
import { nameWithId } from "./directory.ts";
import type { KimaiSession } from "./session.ts";
import { groupLeaves, type Leave, leaveDays, sumsOf } from "./statistics/absences.ts";
import type { Language } from "./wording.ts";

/** Absences with their sums, person by person where they are not one's own alone. */
export const list = z.object({
  ...about,
  /** With everybody's or somebody else's. */
  people: z.array(z.object({ id: z.int().optional(), name: z.string().optional(), ...sums }))
    .optional(),
  absences: z.array(shown),
  /** How many follow. */
  more: z.int().optional(),
});
type List = z.infer<typeof list>;

/** Reads and lists; what a text cannot show is counted in `more`. */
export async function listAbsences(asked: Asked, session: KimaiSession): Promise<List> {
  const read = await readAbsences(asked, "self", session);
  const days = leaveDays(read.leaves);
  const answer: List = {
    ...headOf(read, asked),
    ...sumsOf(days),
    people: read.own ? undefined : groupLeaves(days, "user").map(
      ({ id, name, days, duration, entries }) => ({ id, name, days, duration, entries }),
    ),
    absences: inOrder(read).map((leave) => show(leave, read.own)),
  };
  const all = answer.absences.length;
  answer.absences = fitting(answer, await session.language());
  if (answer.absences.length < all) answer.more = all - answer.absences.length;
  return answer;
}

/** By person, then by day. */
function inOrder({ people, leaves }: AbsencesRead): Leave[] {
  const place = new Map(people.map(({ id }, index) => [id, index]));
  return leaves.toSorted((one, other) =>
    place.get(one.person.id)! - place.get(other.person.id)! ||
    (one.first < other.first ? -1 : one.first > other.first ? 1 : one.id - other.id)
  );
}

/** As many absences as a text can show. */
function fitting(answer: List, language: Language): Shown[] {
  let room = textLimit - listText({ ...answer, absences: [] }, language).length - 200;
  const headings = answer.people?.map((one) => personLine(one, language).length + 1) ?? [];
  room -= headings.reduce((total, length) => total + length, 0);
  const index = answer.absences.findIndex((one) =>
    (room -= line(one, labelOf(one.type, language), language).length + 1) < 0
  );
  return index < 0 ? answer.absences : answer.absences.slice(0, index);
}

/** The list for reading. */
export function listText(answer: List, language: Language): string {
  const words = absenceWords[language];
  const title = titleOf(answer, language);
  const { entries, absences, people = [], more } = answer;
  if (entries === 0) {
    return [words.none(title), ...noteLines(answer, language)].join("\n");
  }
  const byPerson = Map.groupBy(absences, (one) => one.user);
  return [
    `${words.found(entries, title)}: ${sumText(answer, language)}`,
    ...noteLines(answer, language),
    ...[...byPerson].flatMap(([user, own]) => {
      const person = people.find((one) => one.id === user);
      return [
        person ? personLine(person, language) : "",
        ...own.map((one) => line(one, labelOf(one.type, language), language)),
      ];
    }),
    more && `\n${words.more(more)}`,
  ].filter((part) => part !== undefined).join("\n");
}

function personLine(person: NonNullable<List["people"]>[number], language: Language): string {
  return `\n${nameWithId({ id: person.id!, name: person.name })}: ${sumText(person, language)}`;
}
