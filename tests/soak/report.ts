/** What a soak found, as tables and as sentences about what must hold. */

import { printTable, say } from "../bench/table.ts";
import type { CallTally } from "./clients.ts";
import { wayNames } from "./clients.ts";
import type { Balance } from "./ledger.ts";
import type { Change } from "./people.ts";
import type { Look } from "./server.ts";
import type { SignInTally } from "./tokens.ts";
import type { TroubleTally } from "./troubles.ts";
import { type Allowance, type Course, courseOf } from "./verdict.ts";

/** Everything that one soak found. */
export interface Findings {
  seconds: number;
  program: string;
  calls: CallTally;
  kimaiRequests: number;
  signIns: SignInTally;
  signedIn: number;
  changes: Record<Change, number>;
  restarts: Record<"SIGTERM" | "SIGKILL", number>;
  troubles: TroubleTally;
  balance: Balance;
  looks: Look[];
  /** After everybody had left. */
  rest: Look;
  /** Before anybody came. */
  start: Look;
  /** Lines at level error that the program wrote, but those about a broken users.json. */
  complaints: string[];
}

type Quantity = Exclude<keyof Look, "life" | "at" | "calls">;

/** In what is measured, and what may be gained. */
const quantities: Record<Quantity, Allowance & { unit?: "MB" }> = {
  resident: { share: 0.1, least: 8e6, unit: "MB" },
  heap: { share: 0.07, least: 2e6, unit: "MB" },
  descriptors: { share: 0.15, least: 12 },
  sockets: { share: 0.15, least: 12 },
  connections: { share: 0.15, least: 12 },
  timers: { share: 0.2, least: 15 },
  resources: { share: 0.15, least: 15 },
  sessions: { share: 0.2, least: 20 },
  streams: { share: 0.3, least: 12 },
  // One of each account, and they come one after the other.
  upstreams: { share: 0, least: 200 },
};

/** One quantity over one process. */
interface Line extends Course {
  life: number;
  quantity: Quantity;
}

/** The courses of the processes that lived for some time. */
export function coursesOf(looks: readonly Look[]): Line[] {
  return [...Map.groupBy(looks, ({ life }) => life)].filter(([, own]) => own.length > 3)
    .flatMap(([life, own]) =>
      Object.entries(quantities).map(([name, allowance]) => {
        const quantity = name as Quantity;
        const points = own.map((look) => ({ ...look, value: look[quantity] }));
        return { life, quantity, ...courseOf(points, allowance) };
      })
    );
}

/** Prints everything. @returns what should have held and did not */
export function report(findings: Findings): string[] {
  const { seconds, program, calls, kimaiRequests, restarts } = findings;
  say(
    `${(seconds / 60).toFixed(1)} minutes, ${calls.calls} calls answered (${
      (calls.calls / seconds).toFixed(0)
    } a second), ${kimaiRequests} requests to Kimai; the program is ${program}`,
  );
  say(`Restarts: ${restarts.SIGTERM} by SIGTERM, ${restarts.SIGKILL} by SIGKILL`);
  say();
  printTable(
    ["clients", "visits", "calls"],
    wayNames.map((way) => [way, `${calls.byWay[way].visits}`, `${calls.byWay[way].calls}`]),
  );
  const lines = coursesOf(findings.looks);
  reportCourses(lines);
  reportSignIns(findings);
  reportWrites(findings.balance);
  reportTroubles(findings.troubles);
  reportRest(findings);
  return faultsOf(findings, lines);
}

function reportCourses(lines: readonly Line[]): void {
  say(
    "What each process held; memory in MB, the heap after a collection, without its first quarter",
  );
  const rows = lines.map(({ life, quantity, verdict, ...course }) => {
    const text = (value: number) =>
      Number.isNaN(value)
        ? "-"
        : quantities[quantity].unit
        ? (value / 1e6).toFixed(2)
        : value.toFixed(Number.isInteger(value) ? 0 : 2);
    const { first, median, last, perHour, perThousand, gained, allowed, noticed } = course;
    return [
      ...[`${life}`, quantity],
      ...[first, median, last, perHour, perThousand, gained, allowed, noticed].map(text),
      verdict,
    ];
  });
  printTable([
    ...["process", "quantity", "first", "median", "last", "an hour", "1,000 calls"],
    ...["gained", "allowed", "noticed an hour", "verdict"],
  ], rows);
  say(
    "gained: the median of the last third less that of the first; flat is up to what is allowed.",
  );
  say("noticed an hour: what would have been called growth at this length; less goes unseen.");
  say();
}

function reportSignIns({ signIns, signedIn, changes }: Findings): void {
  const { lost, ...counts } = signIns;
  const rows = { ...counts, "signed in at the end": signedIn, "refresh tokens lost": lost.length };
  printTable(
    ["sign-ins", "times"],
    Object.entries(rows).map(([what, times]) => [what, `${times}`]),
  );
  printTable(
    ["users.json", "times"],
    Object.entries(changes).map(([what, times]) => [what, `${times}`]),
  );
}

function reportWrites({ rows }: Balance): void {
  say("Writes as their clients know them, and how often Kimai has them");
  printTable(
    ["told", "writes", "not there", "once", "more"],
    rows.map((
      { fate, writes, absent, once, more },
    ) => [fate, ...[writes, absent, once, more].map(String)]),
  );
  say("unknown: the answer was given up, or lost with the process; such a write may be there or");
  say("not, and is not repeated.");
  say();
}

function reportTroubles({ expected, unexpected, examples }: TroubleTally): void {
  const rows = Object.entries({ ...expected, "for no known reason": unexpected });
  printTable(["failed because of", "times"], rows.map(([why, times]) => [why, `${times}`]));
  for (const example of examples) say(`  ${example}`);
}

function reportRest({ start, rest }: Findings): void {
  say("Before anybody came, and after everybody had left");
  const names = Object.keys(quantities) as Quantity[];
  const text = (look: Look, name: Quantity) =>
    Number.isNaN(look[name])
      ? "-"
      : quantities[name].unit
      ? (look[name] / 1e6).toFixed(1)
      : `${look[name]}`;
  printTable(
    ["quantity", "before", "after"],
    names.map((name) => [name, text(start, name), text(rest, name)]),
  );
}

/** Connections of our own looks that may still be closing. */
const closing = 2;

function faultsOf(findings: Findings, lines: readonly Line[]): string[] {
  const { balance, troubles, signIns, rest, complaints, calls } = findings;
  const grown = lines.filter(({ verdict }) => verdict === "GROWS")
    .map(({ life, quantity }) => `The ${quantity} of process ${life} grow`);
  const idle = wayNames.filter((way) => calls.byWay[way].calls === 0);
  return [
    ...balance.faults.map((fault) => `The write ${fault}`),
    ...(troubles.unexpected > 0 ? [`${troubles.unexpected} calls failed for no known reason`] : []),
    ...signIns.lost.map((lost) => `A refresh token was lost: ${lost}`),
    ...(rest.sessions > 0 ? [`${rest.sessions} sessions are left`] : []),
    ...(rest.streams > 0 ? [`${rest.streams} streams are left`] : []),
    ...(rest.connections > closing ? [`${rest.connections} connections are left`] : []),
    ...complaints.map((line) => `The program complained: ${line}`),
    ...idle.map((way) => `Nobody came in by "${way}"`),
    ...grown,
  ];
}
