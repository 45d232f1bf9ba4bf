/** The parts of the bench, each with how much of it is measured: all, or what is over within 50 seconds. */

import { benchCalls } from "./calls.ts";
import type { Part } from "./goals.ts";
import { benchHttp } from "./http.ts";
import { messages as httpMessages } from "./http_messages.ts";
import { programs } from "./http_rates.ts";
import { benchListings } from "./listings.ts";
import { benchLoad } from "./load.ts";
import { benchOAuth } from "./oauth.ts";
import { places } from "./oauth_subjects.ts";
import { benchStrangers } from "./oauth_strangers.ts";
import { messages as signedInMessages } from "./oauth_ways.ts";
import { benchProfile } from "./profile.ts";
import { benchCallProfile } from "./profile_calls.ts";
import { benchReadProfile } from "./profile_reads.ts";
import { benchStartProfile } from "./profile_start.ts";
import { benchScale } from "./scale.ts";
import { benchSignedIn } from "./signed_in.ts";
import { benchStart } from "./start.ts";
import { benchTokens } from "./tokens.ts";

/** A part in its long form and in its quick one. */
interface Bench<Figures> {
  full: () => Promise<Part<Figures>>;
  quick: () => Promise<Part<Figures>>;
}

function bench<Effort extends unknown[], Figures>(
  measure: (...effort: Effort) => Promise<Part<Figures>>,
  { full, quick }: { full: Effort; quick: Effort },
): Bench<Figures> {
  return { full: () => measure(...full), quick: () => measure(...quick) };
}

const [, newCall] = httpMessages;

/** All parts, in the order in which they are measured. */
export const parts = {
  tokens: bench(benchTokens, { full: [], quick: [] }),
  start: bench(benchStart, {
    full: [{ rounds: 25, callsEvery: 3 }],
    quick: [{ rounds: 9, callsEvery: 4 }],
  }),
  calls: bench(benchCalls, {
    full: [{ rounds: 15, calls: 100, warming: 1_500 }],
    quick: [{ rounds: 7, calls: 30, warming: 300 }],
  }),
  listings: bench(benchListings, {
    full: [[
      { entries: 100, rounds: 25 },
      { entries: 1_000, rounds: 15 },
      { entries: 12_000, rounds: 9 },
      { entries: 100_000, rounds: 5 },
    ]],
    quick: [[
      { entries: 100, rounds: 15 },
      { entries: 1_000, rounds: 9 },
      { entries: 12_000, rounds: 5 },
    ]],
  }),
  scale: bench(benchScale, {
    full: [[100, 1_000, 12_000, 100_000, 1_000_000]],
    quick: [[1_000, 12_000]],
  }),
  http: bench(benchHttp, {
    full: [{
      ...{ rounds: 3, seconds: 1, warming: { answers: 20_000, seconds: 6 } },
      ...{ connections: [1, 16, 128], messages: httpMessages, programs },
    }],
    quick: [{
      ...{ rounds: 3, seconds: 1, warming: { answers: 15_000, seconds: 4 } },
      ...{ connections: [16], messages: [newCall], programs: programs.slice(0, 4) },
    }],
  }),
  profile: bench(benchProfile, {
    full: [{ rounds: 5, seconds: 2, messages: httpMessages.slice(0, 6) }],
    quick: [{ rounds: 3, seconds: 1, messages: [newCall] }],
  }),
  "call-profile": bench(benchCallProfile, {
    full: [{ rounds: 5, calls: 100, warming: 1_000 }],
    quick: [{ rounds: 3, calls: 40, warming: 200 }],
  }),
  "read-profile": bench(benchReadProfile, {
    full: [{ entries: 12_000, rounds: 5, calls: 15 }],
    quick: [{ entries: 12_000, rounds: 3, calls: 8 }],
  }),
  "start-profile": bench(benchStartProfile, {
    full: [{ rounds: 11, calls: 1_000 }],
    quick: [{ rounds: 5, calls: 1_000 }],
  }),
  load: bench(benchLoad, {
    full: [{ accounts: 200, calls: 10 }, { step: 20_000, steps: 5 }],
    quick: [{ accounts: 50, calls: 10 }, { step: 1_000, steps: 5 }],
  }),
  oauth: bench(benchOAuth, {
    full: [
      { rounds: 5, places, atOnce: 8, flows: { "each flow": 40, "once": 400 }, walk: 200 },
      { rounds: 9, looks: 100_000 },
    ],
    quick: [
      {
        ...{ rounds: 3, places: places.slice(0, 2), atOnce: 4 },
        ...{ flows: { "each flow": 8, "once": 40 }, walk: 20 },
      },
      { rounds: 5, looks: 20_000 },
    ],
  }),
  "signed-in": bench(benchSignedIn, {
    full: [
      { rounds: 15, seconds: 1, places: ["memory", "state file"], messages: signedInMessages },
      { rounds: 6_000, requests: 2 },
    ],
    quick: [
      { rounds: 5, seconds: 1, places: ["memory"], messages: signedInMessages.slice(0, 1) },
      { rounds: 800, requests: 2 },
    ],
  }),
  strangers: bench(benchStrangers, {
    full: [{ step: 2_000, steps: 5, beyond: 5 }],
    quick: [{ step: 2_000, steps: 5, beyond: 1 }],
  }),
} as const;

export type PartName = keyof typeof parts;
export const partNames = Object.keys(parts) as PartName[];

/** The figures of each part. */
export type Figures = {
  [Name in PartName]: Awaited<ReturnType<typeof parts[Name]["full"]>>["figures"];
};
