/** Many accounts at once: each with a way in of its own, its own Kimai user, and its own right answers. */

import { createDemoKimai, type DemoKimai } from "../../src/connectors/kimai/demo/mod.ts";
import { loadOf, type Message, once, resultIn, tool } from "./http_messages.ts";
import { inspected, served, started } from "./http_subjects.ts";
import { say } from "./table.ts";

/** How many accounts, and calls of each. */
export interface Crowd {
  accounts: number;
  calls: number;
}

/** What came of it. */
export interface CrowdResult extends Crowd {
  /** Calls that were answered with what the account's own Kimai user sees. */
  right: number;
  /** Requests that Kimai got. */
  asked: number;
  seconds: number;
  /** Bytes that were resident before the first call, and after the last; and of the heap after a collection. */
  before: number;
  after: number;
  heap: number;
}

/** All accounts call at once, each its calls one after the other: who it is, and what it booked, in turns. */
export async function benchAccounts({ accounts, calls }: Crowd): Promise<CrowdResult> {
  const kimai = createDemoKimai();
  const users = Object.keys(kimai.tokens);
  const people = Array.from({ length: accounts }, (_, index) => ({
    name: `account-${index + 1}`,
    user: users[index % users.length],
  }));
  let asked = 0;
  await using upstream = serve((request) => {
    asked++;
    return kimai.fetch(request);
  });
  await using file = await usersFile(people, upstream.url, kimai);
  await using server = await started(
    inspected(served(["--legacy-slugs", "--users-config", file.path])),
  );
  const before = await server.resident();
  const began = performance.now();
  const right = await Promise.all(
    people.map(({ name, user }) =>
      rightAnswers({ url: `${server.url}/${name}`, calls, user, kimai })
    ),
  );
  const seconds = (performance.now() - began) / 1000;
  const sum = right.reduce((total, count) => total + count, 0);
  const after = await server.resident();
  const heap = await server.heap();
  const result = { accounts, calls, right: sum, asked, seconds, before, after, heap };
  report(result);
  return result;
}

function serve(answer: (request: Request) => Promise<Response>) {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, answer);
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

async function usersFile(
  people: readonly { name: string; user: string }[],
  kimai_url: string,
  { tokens }: DemoKimai,
) {
  const path = await Deno.makeTempFile({ prefix: "bench", suffix: ".json" });
  const entries = people.map(({ name, user }) => [name, { kimai_url, kimai_token: tokens[user] }]);
  await Deno.writeTextFile(path, JSON.stringify(Object.fromEntries(entries)));
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path) };
}

interface Caller {
  url: string;
  calls: number;
  user: string;
  kimai: DemoKimai;
}

const era = "2026-07-28";
const whoAmI: Message = { era, method: "tools/call", call: { name: tool, arguments: {} } };
const myTime: Message = {
  era,
  method: "tools/call",
  call: { name: "timesheet", arguments: { action: "list", filters: { size: 5 } } },
};

/** @returns how many of the calls were answered with what this user sees */
async function rightAnswers({ url, calls, user, kimai }: Caller): Promise<number> {
  const { timesheets } = kimai.state;
  const { id } = kimai.state.userByName(user)!;
  const total = [...timesheets.values()].filter((record) => record.user === id).length;
  const loads = [whoAmI, myTime].map((message) => loadOf(message, { url, headers: {} }));
  let right = 0;
  for (let call = 0; call < calls; call++) {
    const { structuredContent } = resultIn(await once(await loads[call % 2]));
    const { result } = structuredContent as { result: Record<string, unknown> };
    const fits = call % 2 === 0 ? result.username === user : result.total === total;
    if (fits) right++;
  }
  return right;
}

function report(result: CrowdResult): void {
  const { accounts, calls, right, asked, seconds, before, after, heap } = result;
  const all = accounts * calls;
  const [from, to, kept] = [before, after, heap].map((bytes) => (bytes / 1e6).toFixed(1));
  say(
    `${accounts} accounts with ${calls} calls each, all at once, over ${asked} requests to Kimai:`,
  );
  say(`${seconds.toFixed(1)} s, ${(all / seconds).toFixed(0)} calls per second`);
  say(
    `${right} of ${all} answers right; from ${from} to ${to} MB resident, ${kept} MB of heap after a`,
  );
  say("collection");
  say();
}
