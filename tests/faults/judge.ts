/** What must hold of a call, whatever went wrong while it ran. */

import type { Called } from "../support/clients.ts";
import { foreign } from "./fault.ts";
import { isWrite } from "./world.ts";
import type { Clean } from "./world.ts";

/** What happened while a call ran. */
export interface Happened {
  called: Called;
  /** Seconds that the call took. */
  seconds: number;
  /** Seconds that it may take. */
  most: number;
  /** How often each request was sent. */
  sent: ReadonlyMap<string, number>;
  /** Writes that Kimai carried out. */
  carriedOut: readonly string[];
  /** Requests that came to where nothing of Kimai is. */
  strayed: number;
  token: string;
}

/** What a fault lets an answer be. */
export interface Allowed {
  /** The answer must be that of a good day. */
  isSame?: boolean;
  /** An answer may differ in what it says. */
  mayDiffer?: boolean;
}

/**
 * How a call ended: as on a good day; with ids or addresses where names would be, and every number there; with a
 * note that something is missing; otherwise; or with a refusal.
 */
export type Outcome = "as ever" | "fewer names" | "with a note" | "differs" | "refused";

/** A note of ours that an answer is not the whole of it: of what went wrong, or of what is left out for it. */
const notes =
  /\b(?:Problem|not understood|does not answer|did not answer|failed|could not|cannot|incomplete|not all|missing|unknown|No token|limits how often|redirects|refuses|broke before|web page|not be|is not known: |Not read, in no number here: )/i;

/** Sentences that tell that a change may be there although the call did not succeed. */
const owned =
  /may have been carried out|was probably carried out|\b(?:was|were|is|are) (?:\w+ )?(?:created|saved|changed|booked|started|stopped|deleted|set|done|there|made|kept|updated|locked|added)|ID \d+/i;

/** Looks at an outcome. @returns how it ended, and what must not be, in a few words each */
export function judge(
  happened: Happened,
  clean: Clean,
  { isSame, mayDiffer }: Allowed,
): { outcome: Outcome; wrong: string[] } {
  const { called: { text, structured, isError }, sent, carriedOut } = happened;
  const shown = shownBy(happened.called);
  const isAsEver = !isError && isSameAs(happened.called, clean.called);
  const outcome = isError
    ? "refused"
    : isAsEver
    ? "as ever"
    : hasAllNumbers(structured, clean.called.structured)
    ? "fewer names"
    : notes.test(shown)
    ? "with a note"
    : "differs";
  const wrong: string[] = [];
  const must = (holds: boolean, what: string) => void (holds || wrong.push(what));
  must(!/Internal error/.test(shown), `crash: ${text}`);
  must(happened.seconds <= happened.most, `${happened.seconds.toFixed(1)} s`);
  must(!shown.includes(foreign), `foreign text: ${text}`);
  must(!shown.includes(happened.token), "the token is shown");
  must(happened.strayed === 0, "something was sent elsewhere");
  must(mayDiffer || outcome !== "differs", `a partial answer that does not say so: ${text}`);
  must(!isSame || isAsEver, `not the answer of a good day: ${text}`);
  if (isError) {
    must(isSentence(text), `no sentence: ${text}`);
    must(carriedOut.length === 0 || owned.test(text), `changed without saying so: ${text}`);
  }
  wrong.push(...repeated(sent, clean));
  return { outcome, wrong };
}

/** Whether two answers say the same; what was found out at the same time may stand in another order. */
export function isSameAs(one: Called, other: Called): boolean {
  const parts = (called: Called) =>
    shownBy(called).split(/[\n;:,]/).map((part) => part.replaceAll(/[\s"[\]{}]/g, "")).sort();
  return `${parts(one)}` === `${parts(other)}`;
}

/** Whether all numbers are there, and no others: ids, durations, sums, counts. */
function hasAllNumbers(one: unknown, other: unknown): boolean {
  const numbers = (value: unknown) => [...leavesOf(value)].filter(Number.isFinite).sort();
  return `${numbers(one)}` === `${numbers(other)}`;
}

function* leavesOf(value: unknown): Generator<unknown> {
  if (typeof value !== "object" || value === null) yield value;
  else for (const one of Object.values(value)) yield* leavesOf(one);
}

/** All that is shown, without the address, which is another in each case. */
export function shownBy({ text, structured }: Called): string {
  return `${text} ${JSON.stringify(structured ?? {})}`.replaceAll(/http:\/\/[\w.:]+/g, "KIMAI");
}

/** One or two sentences that begin like one, say what to do next, and do not end in a full stop. */
function isSentence(text: string): boolean {
  const isHelpful = /[:;,]/.test(text) || /^There is no \w+ /.test(text);
  return /^(?:[A-Z"]|https?:)/.test(text) && !/[.\s]$/.test(text) && isHelpful;
}

/** Writes that were sent more often than on a good day. */
function repeated(sent: ReadonlyMap<string, number>, clean: Clean): string[] {
  const usual = new Map<string, number>();
  for (const asked of clean.requests.filter(isWrite)) {
    const key = `${asked.method} ${asked.target} ${asked.body}`;
    usual.set(key, (usual.get(key) ?? 0) + 1);
  }
  return [...sent].filter(([key, count]) =>
    !key.startsWith("GET ") && count > Math.max(1, usual.get(key) ?? 0)
  ).map(([key, count]) => `${key} was sent ${count} times`);
}
