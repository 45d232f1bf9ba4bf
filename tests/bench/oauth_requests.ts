/** What being signed in costs a request over sockets: requests per second of a token of OAuth beside other ways. */

import { type Goal, type Part, sayGoals } from "./goals.ts";
import { signIn } from "./http_rates.ts";
import { type Place, type SignInSubject, startSignIn, titles } from "./oauth_subjects.ts";
import { byWay, costOf, doorOf, goalsOf, headersBy, type Way, ways } from "./oauth_ways.ts";
import { loadOf, type Message, once, resultIn } from "./http_messages.ts";
import { type Load, loaded, type Rate } from "./http_wrk.ts";
import { cellsOf, type Spread, spreadOf } from "./spread.ts";
import { median, printTable, say } from "./table.ts";
import { orderOf } from "./turns.ts";

/** A run, and the server's processor time for each answer, in microseconds. */
type Run = Rate & { cpu: number };

/** What one way of asking came to. */
export interface Asked {
  place: Place;
  method: Message["method"];
  way: Way;
  runs: Run[];
  /** Percent of time, and of processor time, that is more than without a look at the token. */
  cost: { time: Spread; cpu: Spread };
}

export interface RequestEffort {
  rounds: number;
  /** Of one run. */
  seconds: number;
  places: readonly Place[];
  messages: readonly Message[];
}

const connections = 16;

/** Prints one table. All ways are measured on one process, in turns, so that they differ by nothing else. */
export async function benchRequests(effort: RequestEffort): Promise<Part<Asked[]>> {
  const asked: Asked[] = [];
  for (const place of effort.places) {
    await using server = await startSignIn(place);
    const headers = await headersFor(server);
    for (const message of effort.messages) {
      const loads = await loadsOf(server, message, headers);
      asked.push(...await inRounds({ server, place, message, loads }, effort));
    }
  }
  return { figures: asked, goals: report(asked, effort) };
}

async function headersFor(server: SignInSubject) {
  const { Authorization } = await signIn(server);
  return headersBy({ server: server.serverToken, access: Authorization.replace("Bearer ", "") });
}

async function loadsOf(
  server: SignInSubject,
  message: Message,
  headers: ReturnType<typeof headersBy>,
): Promise<Record<Way, Load>> {
  const loads = {} as Record<Way, Load>;
  for (const way of ways) {
    loads[way] = await loadOf(message, { url: server.url, headers: headers[way] });
    await server.choose(doorOf[way]);
    resultIn(await once(loads[way]));
    await loaded(loads[way], { connections, seconds: 1 });
  }
  return loads;
}

interface Task {
  server: SignInSubject;
  place: Place;
  message: Message;
  loads: Record<Way, Load>;
}

async function inRounds(
  { server, place, message: { method }, loads }: Task,
  { rounds, seconds }: RequestEffort,
): Promise<Asked[]> {
  const runs = byWay<Run[]>(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const way of orderOf(ways, round)) {
      await server.choose(doorOf[way]);
      const before = await server.cpu();
      const rate = await loaded(loads[way], { connections, seconds });
      runs[way].push({ ...rate, cpu: (await server.cpu() - before) / rate.answers * 1e6 });
    }
  }
  const cost = (way: Way, of: (run: Run) => number) =>
    spreadOf(costOf(runs[way].map(of), runs.unchecked.map(of)));
  return ways.map((way) => ({
    ...{ place, method, way, runs: runs[way] },
    cost: { time: cost(way, (run) => 1 / run.perSecond), cpu: cost(way, (run) => run.cpu) },
  }));
}

function report(asked: readonly Asked[], { rounds, seconds }: RequestEffort): Goal[] {
  say(`What being signed in costs a request, by wrk from ${connections} connections: medians of`);
  say(
    `${rounds} runs of ${seconds} s each, in turns on one process. The cost is the percent of time,`,
  );
  say(
    "and of processor time, that is more than where nobody looks at the token, round by round; in",
  );
  say("95 of 100 repetitions its median would be from there to there");
  const rows = asked.map(({ place, method, way, runs, cost }) => {
    const rates = runs.map(({ perSecond }) => perSecond);
    return [
      ...[titles[place], method, way],
      ...[median(rates), Math.min(...rates), Math.max(...rates)].map((rate) => rate.toFixed(0)),
      median(runs.map(({ p50 }) => p50)).toFixed(2),
      median(runs.map(({ p99 }) => p99)).toFixed(2),
      ...cellsOf(cost.time, 1),
      median(runs.map(({ cpu }) => cpu)).toFixed(0),
      ...cellsOf(cost.cpu, 1),
    ];
  });
  printTable([
    ...["state", "request", "token", "per second", "min", "max", "p50 ms", "p99 ms"],
    ...["cost %", "from", "to", "cpu us", "cpu cost %", "from", "to"],
  ], rows);
  const goals = asked.flatMap(({ place, method, way, cost }) =>
    goalsOf(`${method}, ${titles[place]}`, way, cost.time)
  );
  sayGoals(goals);
  return goals;
}
