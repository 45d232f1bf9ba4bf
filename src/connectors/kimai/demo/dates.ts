/**
 * Moments, zones and durations as Kimai reads and writes them.
 * Instants are epoch milliseconds, durations are seconds, days are `YYYY-MM-DD`.
 */

const LOCAL = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?$/;
const EXACT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)$/;
const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;

/** A local date and time without zone. */
type Local = Temporal.PlainDateTime;

function plain(parts: (string | undefined)[]): Local | undefined {
  const [year, month, day, hour, minute, second] = parts.map((part) => Number(part ?? 0));
  try {
    return Temporal.PlainDateTime.from({ year, month, day, hour, minute, second }, {
      overflow: "reject",
    });
  } catch {
    return undefined; // 30 February (first.jsonl 37)
  }
}

/** Instants between which a zone keeps one offset, all in milliseconds. */
interface Span {
  from: number;
  until: number;
  offset: number;
}

/** The spans met so far, by zone: a page of 500 records asks for a thousand offsets, of which two or three differ. */
const spans = new Map<string, Span[]>();

/** The zone's offset from UTC at an instant, in milliseconds. */
export function offsetAt(instant: number, zone: string): number {
  const known = spans.get(zone) ?? [];
  const found = known.find(({ from, until }) => from <= instant && instant < until);
  if (found) return found.offset;
  const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  // A change at this very instant is the begin of its span, so "previous" is asked just after it.
  const from = zoned.add({ nanoseconds: 1 }).getTimeZoneTransition("previous");
  const until = zoned.getTimeZoneTransition("next");
  const span = {
    from: from?.epochMilliseconds ?? -Infinity,
    until: until?.epochMilliseconds ?? Infinity,
    offset: zoned.offsetNanoseconds / 1e6,
  };
  spans.set(zone, [...known, span]);
  return span.offset;
}

/** The instant of a local time. The hour that exists twice is read with the offset in force when
 * the local time is taken for UTC; the missing hour moves forward (ADDENDA, twelve files 1). */
export function instantOf(local: Local, zone: string): number {
  const asUtc = local.toZonedDateTime("UTC").epochMilliseconds;
  const guess = asUtc - offsetAt(asUtc, zone);
  if (guess + offsetAt(guess, zone) === asUtc) return guess;
  return local.toZonedDateTime(zone, { disambiguation: "compatible" }).epochMilliseconds;
}

/** The local time of an instant in a zone. */
export function localAt(instant: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
}

/** A date-time of a request body (API.md 4.1): naive ones in `zone`, offsets honoured. */
export function parseMoment(text: string, zone: string): number | undefined {
  const match = LOCAL.exec(text);
  const local = match && plain(match.slice(1, 7));
  if (!local) return undefined;
  const offset = match[7];
  if (offset === undefined) return instantOf(local, zone);
  const utc = local.toZonedDateTime("UTC").epochMilliseconds;
  if (offset === "Z") return utc;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return utc - (offset[0] === "-" ? -minutes : minutes) * 60_000;
}

/** A date-time in exactly `YYYY-MM-DDTHH:mm:ss`: queries, and bodies that take nothing else. */
export function parseExact(text: string, zone: string): number | undefined {
  const match = EXACT.exec(text);
  const local = match && plain(match.slice(1));
  return local ? instantOf(local, zone) : undefined;
}

/** The day of an exact date-time, or of a plain day where `plainDay` allows one. */
export function parseDay(text: string, accept: { day: boolean; moment: boolean }) {
  const match = (accept.day && DAY.exec(text)) || (accept.moment && EXACT.exec(text));
  const local = match && plain(match.slice(1));
  return local ? local.toPlainDate().toString() : undefined;
}

/** The day of an instant in a zone. */
export const dayOf = (instant: number, zone: string): string =>
  localAt(instant, zone).toPlainDate().toString();

/** The first instant of a day in a zone. */
export const startOfDay = (day: string, zone: string): number =>
  Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds;

const pad = (value: number) => String(value).padStart(2, "0");

/** Kimai's date-time: the offset has no colon, seconds are whole (API.md 3). */
export function formatMoment(instant: number, zone: string): string {
  const offset = offsetAt(instant, zone);
  const minutes = Math.round(offset / 60_000);
  const size = Math.abs(minutes);
  return new Date(instant + offset).toISOString().slice(0, 19) +
    `${minutes < 0 ? "-" : "+"}${pad(Math.floor(size / 60))}${pad(size % 60)}`;
}

/** Whole seconds below an instant: Kimai stores no fractions. */
export const wholeSecond = (instant: number): number => Math.floor(instant / 1000) * 1000;

/** Seconds as Kimai writes budgets and limits: `H:MM`. */
export function formatHours(seconds: number): string {
  const minutes = Math.floor(Math.abs(seconds) / 60);
  return `${seconds < 0 ? "-" : ""}${Math.floor(minutes / 60)}:${pad(minutes % 60)}`;
}

const UNITS: Record<string, number> = { h: 3600, m: 60, s: 1 };

/** A duration of a body, in seconds: `1:30`, `90m`, `1h30m`, `5400s`, `1.5`, `1,5`; a bare number
 * is hours (API.md trap 23). Undefined when it is none of these. */
export function parseDuration(text: string): number | undefined {
  const sign = text.startsWith("-") ? -1 : 1;
  const size = text.replace(/^-/, "");
  const clock = /^(\d+):(\d{1,2})(?::(\d{1,2}))?$/.exec(size);
  if (clock) {
    return sign * (Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3] ?? 0));
  }
  if (/^\d+(?:[.,]\d+)?$/.test(size)) {
    return sign * Math.round(Number(size.replace(",", ".")) * 3600);
  }
  if (!/^(?:\d+h)?(?:\d+m)?(?:\d+s)?$/i.test(size) || size === "") return undefined;
  let seconds = 0;
  for (const [, amount, unit] of size.matchAll(/(\d+)([hms])/gi)) {
    seconds += Number(amount) * UNITS[unit.toLowerCase()];
  }
  return sign * seconds;
}
