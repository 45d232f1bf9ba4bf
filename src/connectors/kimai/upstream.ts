/** One account's Kimai: long-lived, keeps short-lived look-ups, makes a session for each call. */

import type { Call } from "../../mcp/caller.ts";
import { UpstreamError, UserError } from "../../mcp/errors.ts";
import type { Upstream } from "../connector.ts";
import type { Segment } from "./address.ts";
import type { KimaiApi } from "./api.ts";
import { createDirectory, directoryOfCall, kept, keptFor, untilFailed } from "./directory.ts";
import { type Me, me, type Team, teams, timesheetConfig } from "./records.ts";
import type { Kimai, KimaiSession } from "./session.ts";
import { type Language, languageOf } from "./wording.ts";

/** How long the language of answers is kept, in seconds: people hardly change it, and every answer needs it. */
const languageKeptFor = 600;

/** What an upstream is given beside its client. */
export interface UpstreamServices {
  now: () => Temporal.Instant;
  closeTransport(): void;
  /** Seconds to work from Monday to Sunday where Kimai tells of no contract. */
  usualWeek?: readonly number[];
}

/** Opens an account's Kimai; nothing is requested before the first call needs it. */
export function openUpstream(
  api: KimaiApi,
  url: string | undefined,
  { now, closeTransport, usualWeek }: UpstreamServices,
): Upstream {
  const spoken = createSpoken(now);
  const self = kept(
    async () => spoken.by(await api.request("GET", ["users", "me"], { answer: me })),
    keptFor,
    now,
  );
  const config = kept(
    () => api.request("GET", ["config", "timesheet"], { answer: timesheetConfig }),
    keptFor,
    now,
  );
  const names = createDirectory(api, self, now);
  const forget = (path: readonly Segment[]) => {
    names.forget();
    self.forget();
    if (path[0] === "users") spoken.forget();
  };
  return {
    call: (call: Call): KimaiSession => {
      const own = untilFailed(self);
      const kimai = bind(api, call.signal, forget);
      let listed: Promise<Team[]> | undefined;
      return {
        kimai,
        url,
        names: directoryOfCall(names, own),
        me: own,
        language: async () => spoken.language() ?? await own().then(languageOf, english),
        teams: () => listed ??= kimai.request("GET", ["teams"], { answer: teams }),
        config,
        usualWeek,
        now,
        progress: call.progress,
        ask: call.ask,
      };
    },
    close: () => {
      forget(["users"]);
      closeTransport();
    },
  };
}

/** The language of whoever was looked up last. */
function createSpoken(now: () => Temporal.Instant) {
  let known: { language: Language; until: number } | undefined;
  return {
    by(person: Me): Me {
      const until = now().epochMilliseconds + languageKeptFor * 1000;
      known = { language: languageOf(person), until };
      return person;
    },
    language: () => known && now().epochMilliseconds < known.until ? known.language : undefined,
    forget: () => void (known = undefined),
  };
}

/** An answer in the wrong language is better than none. */
function english(error: unknown): Language {
  if (error instanceof UpstreamError || error instanceof UserError) return "en";
  throw error;
}

/** Paths below which nothing is that the look-ups hold: time records, and which of them are favourites. */
const unheld = ["timesheets", "favorites"];

/** The client bound to a call's signal. A write drops the look-ups, unless it was to what they do not hold. */
function bind(
  api: KimaiApi,
  signal: AbortSignal,
  forget: (path: readonly Segment[]) => void,
): Kimai {
  return {
    request: async (method, path, options = {}) => {
      const answer = await api.request(method, path, { ...options, signal });
      if (method !== "GET" && !unheld.includes(String(path[0]))) forget(path);
      return answer;
    },
    list: (path, options) => api.list(path, { ...options, signal }),
    each: (path, options, take) => api.each(path, { ...options, signal }, take),
    download: (path, options) => api.download(path, { ...options, signal }),
  };
}
