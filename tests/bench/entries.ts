/** An embedded Kimai with as many time records as asked for, put into its rows directly, and our server before it. */

import { createDemoKimai, type DemoKimai } from "../../src/connectors/kimai/demo/mod.ts";
import { createServer } from "../support/server.ts";
import { descriptionOf } from "./stand_in.ts";
import type { Sent } from "./turns.ts";

/** The clock of Kimai and server: the last evening of a year. */
export const lastEvening = () => Temporal.Instant.from("2026-12-31T20:00:00Z");

/** How records are spread. */
export interface Spread {
  total: number;
  /** Records of one person on one day. */
  perDay: number;
  /** Whose they are; default everybody's. */
  user?: string;
}

/** The agency with these records alone, the newest on the last day of 2026. */
export function kimaiWith({ total, perDay, user }: Spread): DemoKimai {
  const demo = createDemoKimai({ now: lastEvening });
  const { timesheets, users } = demo.state;
  // What a person works on, at which rates, is as the seed has it: only the times and texts are others.
  const own = Map.groupBy(
    [...timesheets.values()].filter(({ end }) => end !== null),
    (record) => record.user,
  );
  const people = user === undefined ? [...own.keys()] : [demo.state.userByName(user)!.id];
  timesheets.clear();
  for (let index = 0; index < total; index++) {
    const person = people[index % people.length];
    const round = Math.floor(index / people.length);
    const samples = own.get(person)!;
    const times = timesOf(round, perDay);
    timesheets.save({
      ...samples[round % samples.length],
      ...times,
      id: total - index,
      timezone: users.get(person)!.timezone,
      description: descriptionOf(index),
      modifiedAt: times.end,
    });
  }
  return demo;
}

const day = 86_400_000;

/** A person's records backwards through his days, each of 25 to 63 minutes. */
function timesOf(round: number, perDay: number) {
  const minutes = 25 + (round * 7 % 20) * 2;
  const evening = lastEvening().epochMilliseconds - Math.floor(round / perDay) * day;
  const end = evening - 4 * 3_600_000 - (round % perDay) * 65 * 60_000;
  return { begin: end - minutes * 60_000, end, duration: minutes * 60 };
}

/** Everybody's entries are what the owner of the agency sees; his token is the same in every embedded Kimai. */
export const ownerToken = createDemoKimai().tokens.olivia;

/** Where a Kimai is, and who asks it. */
export interface Upstream {
  fetch: DemoKimai["fetch"];
  token: string;
  url?: string;
}

/** Our server before it; what it asks comes into `sent`. */
export function serverBeforeKimai(
  { fetch, token, url = "https://kimai.example.com" }: Upstream,
  sent: Sent[] = [],
): ReturnType<typeof createServer> {
  return createServer({
    now: lastEvening,
    fetch: (input, init = {}) => {
      sent.push({ url: `${input}`, headers: init.headers ?? {} });
      return fetch(input, init);
    },
    settings: { kimai_url: url, kimai_token: token },
    checkAnswers: false,
  });
}
