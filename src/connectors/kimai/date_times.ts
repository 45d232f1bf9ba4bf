/** Times of day in words: `9:30`, `9.30 Uhr`, `14 Uhr`, `8am`, `noon`. */

const hour = String.raw`(?<hour>[01]?\d|2[0-3])`;
const minute = String.raw`(?<minute>[0-5]\d)`;
const half = "(?<half>am|pm)";

const forms = [
  `${hour}:${minute}(?::(?<second>[0-5]\\d))?(?: ?uhr)?`,
  `${hour}[:.]${minute} ?(?:${half}|uhr)`,
  `${hour} ?uhr(?: ${minute})?`,
  `${hour} ?${half}`,
  // An hour alone is one where a word says so.
  `(?:at|um|from|von) ${hour}`,
].map((form) => new RegExp(`^(?:at |um |from |von )?(?:${form})$`));
const bareForm = new RegExp(`^${hour}$`);
const noon = /^(?:at |um |from |von )?(?:noon|midday|mittags?)$/;

/** The hour of 24, undefined for `13pm`. */
function fullHour(hour: number, half?: string): number | undefined {
  if (!half) return hour;
  return hour >= 1 && hour <= 12 ? hour % 12 + (half === "pm" ? 12 : 0) : undefined;
}

/**
 * Reads a time of day from folded text, undefined where it is none.
 * @param bare whether a number alone is an hour, as in `9-11:30`.
 */
export function readTime(text: string, bare = false): Temporal.PlainTime | undefined {
  if (noon.test(text)) return new Temporal.PlainTime(12);
  for (const form of bare ? [...forms, bareForm] : forms) {
    const found = form.exec(text)?.groups;
    if (!found) continue;
    const hour = fullHour(Number(found.hour), found.half);
    if (hour === undefined) return undefined;
    return new Temporal.PlainTime(hour, Number(found.minute ?? 0), Number(found.second ?? 0));
  }
}
