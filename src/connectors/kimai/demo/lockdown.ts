/**
 * The locked period (API.md 4.6): configured in PHP's relative dates, so a few of those are read.
 */
import { instantOf, localAt } from "./dates.ts";
import { holds } from "./permissions.ts";
import type { User } from "./records.ts";
import type { DemoState } from "./state.ts";

type Local = Temporal.PlainDateTime;

const midnight = (local: Local) => local.with({ hour: 0, minute: 0, second: 0 });

/** The words of a relative date that lockdown settings use, each with what it does. */
const WORDS: [RegExp, (local: Local, match: RegExpMatchArray) => Local][] = [
  [/^(first|last) day of (last|previous|this|next) month/i, (local, match) => {
    const months = { last: -1, previous: -1, this: 0, next: 1 }[match[2].toLowerCase()]!;
    const month = local.with({ day: 1 }).add({ months });
    return match[1].toLowerCase() === "first" ? month : month.with({ day: month.daysInMonth });
  }],
  [
    /^([+-]?\d+) (day|week|month|year)s?/i,
    (local, match) => local.add({ [`${match[2].toLowerCase()}s`]: Number(match[1]) }),
  ],
  [
    /^(\d\d):(\d\d)(?::(\d\d))?/,
    (local, match) => local.with({ hour: +match[1], minute: +match[2], second: +(match[3] ?? 0) }),
  ],
  [
    /^(\d{4})-(\d\d)-(\d\d)/,
    (local, match) => midnight(local.with({ year: +match[1], month: +match[2], day: +match[3] })),
  ],
  [/^(?:midnight|today)/i, midnight],
  [/^yesterday/i, (local) => midnight(local).subtract({ days: 1 })],
  [/^tomorrow/i, (local) => midnight(local).add({ days: 1 })],
  [/^now/i, (local) => local],
];

/** A relative date as PHP's `modify` reads it. */
export function modify(start: Local, text: string): Local {
  let local = start;
  let rest = text.trim();
  while (rest !== "") {
    const step = WORDS.find(([pattern]) => pattern.test(rest));
    if (!step) throw new Error(`Cannot read the relative date "${text}" at "${rest}"`);
    const match = step[0].exec(rest)!;
    local = step[1](local, match);
    rest = rest.slice(match[0].length).trim();
  }
  return local;
}

/** Is a begin locked for this user now? (API.md 4.6) */
export function isLocked(state: DemoState, user: User, begin: number): boolean {
  const from = state.config("timesheet.rules.lockdown_period_start");
  const to = state.config("timesheet.rules.lockdown_period_end");
  if (from === "" || to === "") return false;
  if (holds(state, user, "lockdown_override_timesheet")) return false;
  const zone = state.config("timesheet.rules.lockdown_period_timezone") || user.timezone;
  const now = localAt(state.now(), zone).toPlainDateTime();
  const start = modify(now, from);
  const end = modify(now, to);
  const grace = modify(end, state.config("timesheet.rules.lockdown_grace_period"));
  const startsAt = instantOf(start, zone);
  const endsAt = instantOf(end, zone);
  if (endsAt < startsAt || begin > endsAt) return false;
  if (begin < startsAt) return true;
  // Inside the newest period its grace lets everybody in, and some even after it.
  return state.now() > instantOf(grace, zone) && !holds(state, user, "lockdown_grace_timesheet");
}
