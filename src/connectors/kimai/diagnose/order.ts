// No test of its own: types, and sentences that the tests of its neighbours read.
/** What every look at Kimai is given, and how it says what it found. */

import type { Fetch, Finding } from "../../connector.ts";
import type { Asked } from "../faults.ts";

/** The settings that are looked at, as they were given. */
export interface DiagnosisValues {
  kimai_url?: string;
  kimai_token?: string;
  ssl_verify: string;
  /** Seconds. */
  kimai_timeout: number;
}

/** What looking takes, once it is known where Kimai is. */
export interface Order {
  /** Kimai's address without `/api`; its path ends with a slash only at the top of the host. */
  site: URL;
  /** Absent where there is none that could stand in a header. */
  token?: string;
  fetch: Fetch;
  now: () => Temporal.Instant;
  /** Milliseconds on a clock that only goes forward. */
  clock: () => number;
  signal: AbortSignal;
  /** Seconds that an answer may take. */
  deadline: number;
  /** Through which requests go, where there is one. */
  proxy?: string;
}

export const tokenSetting = "--kimai-token (KIMAI_API_TOKEN)";

export const ok = (name: string, text: string): Finding => ({ name, outcome: "ok", text });

/** `https://kimai.example.com/x`, without the slash at its end. */
export function shown(site: URL): string {
  return site.href.replace(/\/$/, "");
}

/** The address of something in Kimai's API. */
export function apiUrl(site: URL, path: string): URL {
  return new URL(`${shown(site)}/api${path}`);
}

/** A read of `path`, as the sentences of faults.ts name it. */
export function askedFor(site: URL, path: string): Asked {
  return { method: "GET", site: shown(site), path, names: "collection" };
}

/** A finding from a sentence of the form "What happened: what to do". */
export function failed(name: string, sentence: string, setting?: string): Finding {
  const [, text = sentence, fix = "look at the logs of Kimai and of what stands before it"] =
    /^(.+?): (.+)$/s.exec(sentence) ?? [];
  return {
    name,
    outcome: "failed",
    text,
    fix: fix.charAt(0).toUpperCase() + fix.slice(1),
    ...(setting && { setting }),
  };
}
