/** Whether memory has an end where strangers register clients, or begin to authorize some, and nobody goes on. */

import { atMost, type Goal, type Part, sayGoals } from "./goals.ts";
import { withoutWrk } from "./http.ts";
import { callback, ScriptedClient } from "./oauth_client.ts";
import { type Place, type SignInSubject, startSignIn, titles } from "./oauth_subjects.ts";
import { hasWrk, loaded } from "./http_wrk.ts";
import { median, printTable, say } from "./table.ts";

/** What strangers do. */
const deeds = ["registrations", "authorizations"] as const;
type Deed = typeof deeds[number];

/** Memory after so many, in bytes, and how many there were in a second of the step before. */
export interface Look {
  when: string;
  resident: number;
  heap: number;
  perSecond?: number;
}

/** What one server went through. */
export interface Siege {
  deed: Deed;
  place: Place;
  looks: Look[];
}

export interface SiegeEffort {
  /** Between two looks. */
  step: number;
  /** Steps until the server holds as many as it may. */
  steps: number;
  /** Steps beyond that. */
  beyond: number;
}

const connections = 16;
/** Seconds after which everything is over: a client that nobody used goes after thirty days. */
const longTime = 32 * 86_400;

/** Prints one table. */
export async function benchStrangers(effort: SiegeEffort): Promise<Part<Siege[]>> {
  if (!await hasWrk()) return withoutWrk("Memory under strangers is", []);
  const sieges: Siege[] = [];
  for (const deed of deeds) {
    for (const place of ["memory", "state file"] as const) {
      sieges.push(await besiege(deed, place, effort));
    }
  }
  return { figures: sieges, goals: report(sieges, effort) };
}

async function besiege(
  deed: Deed,
  place: Place,
  { step, steps, beyond }: SiegeEffort,
): Promise<Siege> {
  await using server = await startSignIn(place, { looked: true });
  const looks: Look[] = [];
  const look = async (when: string, perSecond?: number) => {
    const heap = await server.heap();
    looks.push({ when, heap, resident: await server.resident(), perSecond });
  };
  // Code is compiled and the heap has its size before the first look.
  await commit(deed, server, step);
  await server.pass(longTime);
  await look("before");
  for (let taken = 1; taken <= steps + beyond; taken++) {
    await look(`${step * taken}`, await commit(deed, server, step));
  }
  await server.pass(longTime);
  await look("after a sweep");
  return { deed, place, looks };
}

/** @returns how many there were in a second */
function commit(deed: Deed, server: SignInSubject, count: number): Promise<number> {
  return deed === "registrations" ? register(server, count) : begin(server, count);
}

/** Seconds after which a server that should have answered long ago is given up. */
const patience = 300;

async function register({ origin }: SignInSubject, answers: number): Promise<number> {
  const message = JSON.stringify({ client_name: "Client @ID@", redirect_uris: [callback] });
  const headers = { "Content-Type": "application/json" };
  const load = { url: `${origin}/register`, message, headers };
  return (await loaded(load, { connections, seconds: patience, answers })).perSecond;
}

/** Each in a browser that was never there before. Pages are opened with GET, which the script for wrk does not send. */
async function begin({ origin }: SignInSubject, count: number): Promise<number> {
  const client = new ScriptedClient(origin);
  await client.register();
  const { address } = client;
  const began = performance.now();
  await Promise.all(Array.from({ length: connections }, async () => {
    for (let asked = 0; asked < count / connections; asked++) await open(address);
  }));
  return count / (performance.now() - began) * 1000;
}

async function open(address: string): Promise<void> {
  const { status, headers, body } = await fetch(address, { redirect: "manual" });
  await body?.cancel();
  if (status === 303 && headers.get("Location")?.includes("/oauth/login?txn=")) return;
  throw new Error(`Nothing waits for a person: status ${status}`);
}

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);

function report(sieges: readonly Siege[], { step, steps, beyond }: SiegeEffort): Goal[] {
  const all = step * (steps + beyond);
  say(`Memory in MB where ${all} are begun by strangers and none goes on, with the`);
  say("heap after a collection; no more than 10,000 are kept of a kind");
  const rows = sieges.flatMap(({ deed, place, looks }) =>
    looks.map(({ when, resident, heap, perSecond }) => [
      ...[deed, titles[place], when],
      ...[resident, heap].map(megabytes),
      perSecond === undefined ? "-" : perSecond.toFixed(0),
    ])
  );
  printTable(["what", "state", "when", "resident", "heap", "per second"], rows);
  for (const { deed, place, looks } of sieges) {
    const rates = looks.map(({ perSecond }) => perSecond).filter((rate) => rate !== undefined);
    say(`${deed}, ${titles[place]}: ${median(rates).toFixed(0)} in a second`);
  }
  const goals = sieges.map(({ deed, place, looks }) => {
    const value = (looks.at(-1)!.heap - looks[0].heap) / 1e6;
    const what = `Heap left of ${all} ${deed} after a sweep, ${titles[place]}`;
    return atMost({ what, value, target: 1, unit: " MB", digits: 1 });
  });
  sayGoals(goals);
  return goals;
}
