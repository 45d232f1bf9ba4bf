/** What Kimai makes of a local time that a change of clocks leaves out or repeats. */

import { dayName } from "./dates.ts";

function clock(time: { toString(options: { smallestUnit: "minute" }): string }): string {
  return time.toString({ smallestUnit: "minute" });
}

/**
 * Which of two instants with the same local time Kimai takes: the one with the offset that is in force when the
 * local time is read as UTC (seen in ten zones; Berlin so takes the second 02:30, New York the first 01:30).
 */
function taken(local: Temporal.PlainDateTime, zone: string): string {
  return local.toZonedDateTime("UTC").withTimeZone(zone).offset;
}

/**
 * Explains a local time in a zone that does not exist or exists twice.
 * @returns a sentence for the person who wrote it; undefined for every ordinary time.
 */
export function explainLocal(local: Temporal.PlainDateTime, zone: string): string | undefined {
  const earlier = local.toZonedDateTime(zone, { disambiguation: "earlier" });
  const later = local.toZonedDateTime(zone, { disambiguation: "later" });
  if (earlier.equals(later)) return undefined;
  const name = `${dayName(local.toPlainDate())} ${clock(local.toPlainTime())}`;
  if (!earlier.toPlainDateTime().equals(local)) {
    const moved = later.toPlainDateTime();
    const day = moved.toPlainDate().equals(local.toPlainDate())
      ? ""
      : `${dayName(moved.toPlainDate())} `;
    return `${name} does not exist in ${zone}, where clocks move forward: Kimai takes ${day}${
      clock(moved.toPlainTime())
    }`;
  }
  const { offset } = taken(local, zone) === later.offset ? later : earlier;
  const which = offset === earlier.offset ? "first" : "second";
  return `${name} exists twice in ${zone}, where clocks move back: Kimai takes the ${which}, at UTC${offset}`;
}
