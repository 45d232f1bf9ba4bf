/**
 * What being signed in costs a request where no socket is: the application in this process, asked in turns so
 * short that what else runs on the machine falls into few of them. Because a request takes less time without sockets,
 * the share that the token has of it is more than it is with them.
 */

import { createToken } from "../../src/oauth/hashes.ts";
import { keepTimers } from "../../src/lib/later.ts";
import { createLog } from "../../src/lib/log.ts";
import type { Application } from "../../src/http/serve.ts";
import { createFolder } from "../support/folder.ts";
import { Browser } from "../support/browser.ts";
import { type Goal, type Part, sayGoals } from "./goals.ts";
import { loadOf, type Message, resultIn } from "./http_messages.ts";
import type { Load } from "./http_wrk.ts";
import { ScriptedClient } from "./oauth_client.ts";
import { type Place, titles, usersWith } from "./oauth_subjects.ts";
import {
  byWay,
  costOf,
  doorOf,
  goalsOf,
  headersBy,
  messages,
  type Way,
  ways,
} from "./oauth_ways.ts";
import { createSignedInApp } from "./signed_in_app.ts";
import { orderOf } from "./turns.ts";
import { cellsOf, type Spread, spreadOf } from "./spread.ts";
import { printTable, say } from "./table.ts";

/** What one way of asking took. */
export interface Inside {
  place: Place;
  method: Message["method"];
  way: Way;
  /** Microseconds of one request. */
  micros: Spread;
  /** Percent more than without a look at the token. */
  cost: Spread;
}

export interface InsideEffort {
  rounds: number;
  /** Requests of one way before it is another's turn. */
  requests: number;
}

const peer = "127.0.0.1";
const origin = `http://${peer}:8000`;

/** Prints one table. */
export async function benchInside(effort: InsideEffort): Promise<Part<Inside[]>> {
  const found: Inside[] = [];
  // As the program does while it serves.
  const letTimersGo = keepTimers();
  for (const place of ["memory", "state file"] as const) {
    await using folder = await createFolder();
    const { asking, close } = await open(place === "memory" ? undefined : `${folder.path}/state`);
    for (const message of messages) {
      const taken = await inTurns(await asking(message), effort);
      found.push(...ways.map((way) => ({
        ...{ place, method: message.method, way, micros: spreadOf(taken[way]) },
        cost: spreadOf(costOf(taken[way], taken.unchecked)),
      })));
    }
    await close();
  }
  letTimersGo();
  return { figures: found, goals: report(found, effort) };
}

type Ask = () => Promise<void>;

/** One person who signed in. @returns how each way is asked */
async function open(file: string | undefined) {
  const [secret, serverToken] = [createToken(), createToken()];
  const users = await usersWith(secret);
  const { behind, oauth } = await createSignedInApp({
    ...{ users: JSON.stringify(users), serverToken, file, origin },
    // Lines are made as usual; where they go is no matter here.
    log: createLog({ level: "info", write: () => {} }),
  });
  const fetch = (request: Request) => behind["sign-in"](request, peer);
  const client = new ScriptedClient(origin, () => {}, fetch);
  await client.register();
  const [account] = Object.keys(users);
  const { access_token } = await client.authorize(new Browser(fetch, origin), { account, secret });
  const headers = headersBy({ server: serverToken, access: access_token });
  const asking = async (message: Message) => {
    const asks = {} as Record<Way, Ask>;
    for (const way of ways) {
      const load = await loadOf(message, { url: `${origin}/mcp`, headers: headers[way] });
      asks[way] = askOf(behind[doorOf[way]], load);
      await asks[way]();
    }
    return asks;
  };
  return { asking, close: () => oauth.close() };
}

function askOf(application: Application, { url, message, headers }: Load): Ask {
  let last = 0;
  return async () => {
    const body = message.replace("@ID@", `${++last}`);
    const answer = await application(new Request(url, { method: "POST", headers, body }), peer);
    const text = await answer.text();
    // The first one is looked at.
    if (last === 1) resultIn({ status: answer.status, text, type: "", session: null });
  };
}

async function inTurns(
  asks: Record<Way, Ask>,
  { rounds, requests }: InsideEffort,
): Promise<Record<Way, number[]>> {
  const taken = byWay<number[]>(() => []);
  const warming = Math.ceil(rounds / 5);
  for (let round = -warming; round < rounds; round++) {
    for (const way of orderOf(ways, round + warming)) {
      const began = performance.now();
      for (let count = 0; count < requests; count++) await asks[way]();
      if (round >= 0) taken[way].push((performance.now() - began) / requests * 1000);
    }
  }
  return taken;
}

function report(found: readonly Inside[], { rounds, requests }: InsideEffort): Goal[] {
  say(
    `The same without sockets: medians of ${rounds} turns of ${requests} requests each, one after the`,
  );
  say("other; in 95 of 100 repetitions the median would be from there to there");
  const rows = found.map(({ place, method, way, micros, cost }) => [
    ...[titles[place], method, way],
    ...cellsOf(micros, 0),
    ...cellsOf(cost, 1),
  ]);
  printTable(["state", "request", "token", "us", "from", "to", "cost %", "from", "to"], rows);
  const goals = found.flatMap(({ place, method, way, cost }) =>
    goalsOf(`${method} without sockets, ${titles[place]}`, way, cost)
  );
  sayGoals(goals);
  return goals;
}
