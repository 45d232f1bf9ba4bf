/** Whole flows, from the registration to the revocation: how many there are in a second, and what each step takes. */

import process from "node:process";
import { createSecret, hashSecret } from "../../src/accounts/secrets.ts";
import { createBrowser, type Person, ScriptedClient, type Step, steps } from "./oauth_client.ts";
import { type Place, type SignInSubject, startSignIn, titles } from "./oauth_subjects.ts";
import { median, printTable, say } from "./table.ts";

/** Whether somebody signs in for each flow, or for the first one of a browser only. */
const habits = ["each flow", "once"] as const;
type Habit = typeof habits[number];

/** Flows of several people at once. */
export interface Flows {
  place: Place;
  signIn: Habit;
  /** In each round. */
  perSecond: number[];
  /** The server's processor time for one flow, in milliseconds, in each round. */
  cpu: number[];
}

/** What the steps of one flow after the other took. */
export interface Walk {
  place: Place;
  /** Milliseconds. */
  steps: Record<Step, { times: number; p50: number; p99: number }>;
}

export interface FlowFigures {
  flows: Flows[];
  walks: Walk[];
  /** Processor time of one hash of a secret, in milliseconds. */
  hash: number;
}

export interface FlowEffort {
  places: readonly Place[];
  /** People who go through flows at the same time. */
  atOnce: number;
  rounds: number;
  /** Flows of a round with a sign-in each, and with one in the beginning. */
  flows: Record<Habit, number>;
  /** Flows one after the other. */
  walk: number;
}

/** A client refreshes more often than it asks somebody. */
const refreshes = 5;

/** Prints two tables. */
export async function benchFlows(effort: FlowEffort): Promise<FlowFigures> {
  const hash = await hashTime();
  const flows: Flows[] = [];
  const walks: Walk[] = [];
  for (const place of effort.places) {
    await using server = await startSignIn(place);
    // Code is compiled before the first look.
    await through(server, "once", { ...effort, flows: effort.flows["each flow"] });
    walks.push({ place, steps: await walk(server, effort.walk) });
    for (const signIn of habits) flows.push(await together(server, place, signIn, effort));
  }
  reportFlows(flows, hash, effort);
  reportSteps(walks, effort);
  return { flows, walks, hash };
}

async function hashTime(): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 10; round++) {
    const before = process.cpuUsage();
    await hashSecret(createSecret());
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  }
  return median(times);
}

async function together(
  server: SignInSubject,
  place: Place,
  signIn: Habit,
  { rounds, flows, atOnce }: FlowEffort,
): Promise<Flows> {
  const [perSecond, cpu]: number[][] = [[], []];
  for (let round = 0; round < rounds; round++) {
    const [began, before] = [performance.now(), await server.cpu()];
    const count = await through(server, signIn, { flows: flows[signIn], atOnce });
    perSecond.push(count / (performance.now() - began) * 1000);
    cpu.push((await server.cpu() - before) / count * 1000);
  }
  return { place, signIn, perSecond, cpu };
}

/** Several people go through their share of flows. @returns how many there were */
async function through(
  server: SignInSubject,
  signIn: Habit,
  { flows, atOnce }: { flows: number; atOnce: number },
): Promise<number> {
  const each = Math.ceil(flows / atOnce);
  await Promise.all(
    server.people.slice(0, atOnce).map(async (person) => {
      let browser = createBrowser(server.origin);
      for (let count = 0; count < each; count++) {
        if (signIn === "each flow") browser = createBrowser(server.origin);
        await flow(new ScriptedClient(server.origin), browser, person);
      }
    }),
  );
  return each * atOnce;
}

async function flow(
  client: ScriptedClient,
  browser: ReturnType<typeof createBrowser>,
  person: Person,
  times = 1,
): Promise<void> {
  await client.register();
  let tokens = await client.authorize(browser, person);
  for (let count = 0; count < times; count++) tokens = await client.refresh(tokens);
  await client.revoke(tokens);
}

/** One flow after the other; every tenth in a new browser, whose person signs in. */
async function walk(server: SignInSubject, flows: number): Promise<Walk["steps"]> {
  const taken = Object.fromEntries(steps.map((step) => [step, []])) as unknown as Record<
    Step,
    number[]
  >;
  let browser = createBrowser(server.origin);
  for (let count = 0; count < flows; count++) {
    if (count % 10 === 0) browser = createBrowser(server.origin);
    const client = new ScriptedClient(server.origin, (step, ms) => taken[step].push(ms));
    await flow(client, browser, server.people[0], refreshes);
  }
  const figures = steps.map((step) => {
    const times = taken[step];
    return [step, { times: times.length, p50: share(times, 0.5), p99: share(times, 0.99) }];
  });
  return Object.fromEntries(figures);
}

/** The value that so many of all do not exceed. */
function share(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

function reportFlows(
  flows: readonly Flows[],
  hash: number,
  { rounds, atOnce, places }: FlowEffort,
): void {
  say(`Flows of ${atOnce} people at once: register, authorize, sign in, consent, token, refresh,`);
  say(
    `revoke; medians of ${rounds} rounds. A hash of scrypt takes ${
      hash.toFixed(0)
    } ms of a processor`,
  );
  const rows = flows.map(({ place, signIn, perSecond, cpu }) => [
    ...[titles[place], signIn],
    ...[median(perSecond), Math.min(...perSecond), Math.max(...perSecond)]
      .map((rate) => rate.toFixed(1)),
    median(cpu).toFixed(1),
  ]);
  printTable(["state", "signs in", "per second", "min", "max", "cpu ms"], rows);
  for (const place of places) {
    const [each, once] = habits.map((habit) =>
      median(flows.find((one) => one.place === place && one.signIn === habit)!.cpu)
    );
    const [percent, whole] = [100 * hash / each, 100 * (each - once) / each];
    say(
      `${titles[place]}: of a flow's processor time scrypt is ${
        percent.toFixed(0)
      } %, and signing in ${whole.toFixed(0)} %`,
    );
  }
  say();
}

function reportSteps(walks: readonly Walk[], effort: FlowEffort): void {
  say(`The steps of ${effort.walk} flows one after the other, with the client's own part, in ms`);
  const rows = steps.map((step) => [
    step,
    `${walks[0].steps[step].times}`,
    ...walks.flatMap((walk) =>
      [walk.steps[step].p50, walk.steps[step].p99].map((ms) => ms.toFixed(1))
    ),
  ]);
  const heading = walks.flatMap(({ place }) => [`${titles[place]} p50`, "p99"]);
  printTable(["step", "times", ...heading], rows);
}
