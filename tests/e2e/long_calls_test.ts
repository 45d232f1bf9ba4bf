import assert from "node:assert/strict";
import { createDemoKimai, type DemoKimai } from "../../src/connectors/kimai/demo/mod.ts";
import type { Kind, Person, TestClient } from "../support/clients.ts";
import { serve, type Served } from "./kimais.ts";
import { reach, ways } from "./ways.ts";

const clients = ways.flatMap((way) =>
  (["v1", "legacy", "2026-07-28"] as Kind[]).map((kind) => ({ way, kind, name: `${way}, ${kind}` }))
);

/** Eight pages, so that some are left when the first few are asked for. */
const total = 3_600;
const pageNumbers = [1, 2, 3, 4, 5, 6, 7, 8];

/** Pages behind the first one that are asked for together. */
const atOnce = 4;

/** Everybody's entries. */
const listing = { action: "list", filters: { user_scope: "all" } };

interface Local extends Served {
  demo: DemoKimai;
  /** The pages of entries that were asked for, in order. */
  asked: number[];
}

/** An embedded Kimai with all those entries; what a page waits for is the test's to say. */
function serveEntries(
  waits: (page: number, request: Request) => Promise<void> | undefined = () => undefined,
): Local {
  const demo = createDemoKimai();
  const { timesheets } = demo.state;
  const rows = [...timesheets.values()];
  while (timesheets.size < total) {
    timesheets.save({ ...rows[timesheets.size % rows.length], id: timesheets.nextId() });
  }
  const asked: number[] = [];
  const served = serve(async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    const page = Number(searchParams.get("page"));
    if (pathname === "/api/timesheets") {
      asked.push(page);
      await waits(page, request);
    }
    return demo.fetch(request);
  });
  return { ...served, demo, asked };
}

/** The started program before it, for the owner of the agency. */
function start(
  { url, demo }: Local,
  { way, kind }: typeof clients[number],
  person?: Person,
): Promise<TestClient> {
  const env = { KIMAI_URL: url, KIMAI_API_TOKEN: demo.tokens.olivia };
  return reach(way, { env }, kind, person);
}

for (const client of clients) {
  Deno.test(`${client.name}: a client hears how far a long read is while it goes on`, async () => {
    const told = Promise.withResolvers<void>();
    await using kimai = serveEntries((page) => page > 1 ? told.promise : undefined);
    await using server = await start(kimai, client);
    const heard: { progress: number; total?: number; message?: string }[] = [];
    // The pages behind the first one come when the client has heard of that.
    const onprogress = (progress: typeof heard[number]) => {
      heard.push(progress);
      told.resolve();
    };
    const { isError, text } = await server.call("timesheet", listing, { onprogress });
    assert.equal(isError, false, text);
    assert.match(text, new RegExp(`^Found ${total} timesheets`));
    const { progress, message } = heard[0];
    assert.deepEqual([progress, heard[0].total, message], [500, total, "entries read"]);
    const steps = heard.map((one) => one.progress);
    assert.deepEqual(steps, [...new Set(steps)].sort((one, other) => one - other));
    assert.deepEqual([...new Set(heard.map((one) => one.total))], [total]);
    assert.deepEqual(kimai.asked.toSorted(), pageNumbers);
  });

  Deno.test(`${client.name}: a long read that its client cancels asks Kimai for no further page`, async () => {
    const { waits, held, seen, left, further } = holdPages();
    await using kimai = serveEntries(waits);
    await using server = await start(kimai, client);
    const cancel = new AbortController();
    // A client that cancels while its answer begins may leave the connection open, so it has heard something.
    const heard = Promise.withResolvers<void>();
    const options = { signal: cancel.signal, onprogress: () => heard.resolve() };
    const rejected = assert.rejects(server.call("timesheet", listing, options));
    await Promise.all([held.promise, heard.promise]);
    cancel.abort("no longer wanted");
    await rejected;
    // On stdio messages are read in order: when this is answered, the cancelling was seen. Over HTTP it
    // may come later, so pages are held until the first of them is left.
    assert.equal((await server.call("user_current")).isError, false);
    if (client.way === "http") await left.promise;
    seen.resolve();
    await Promise.race([left.promise, further.promise]);
    assert.deepEqual(kimai.asked.toSorted(), pageNumbers.slice(0, 1 + atOnce));
  });
}

/**
 * Holds the pages that are asked for together. Once the cancelling was seen, one of them is answered, after
 * which a program that reads on asks for a further one, and a program that stopped has left the others.
 */
function holdPages() {
  const [held, seen, left, further] = Array.from(
    { length: 4 },
    () => Promise.withResolvers<void>(),
  );
  let count = 0;
  const waits = (page: number, { signal }: Request) => {
    if (page > 1 + atOnce) further.resolve();
    if (page === 1 || page > 1 + atOnce) return;
    signal.addEventListener("abort", () => left.resolve());
    if (++count === atOnce) held.resolve();
    return page === 2 ? seen.promise : left.promise;
  };
  return { waits, held, seen, left, further };
}

/** A customer with projects, activities and entries. */
const deletion = { action: "delete", type: "customer", id: 1 };

/** Answers always the same, and keeps what it was asked. */
function personWho(answer: ReturnType<Person>): { person: Person; questions: string[] } {
  const questions: string[] = [];
  const person: Person = (question) => {
    questions.push(question);
    return answer;
  };
  return { person, questions };
}

const answers: [name: string, answer: ReturnType<Person>, deletes: boolean][] = [
  ["a yes deletes", { action: "accept", content: { confirm: true } }, true],
  ["an unticked box keeps it", { action: "accept", content: { confirm: false } }, false],
  ["a dismissed question keeps it", { action: "decline" }, false],
];

for (const client of clients) {
  for (const [name, answer, deletes] of answers) {
    Deno.test(`${client.name}: who deletes what much hangs on is asked, and ${name}`, async () => {
      await using kimai = serveEntries();
      const { person, questions } = personWho(answer);
      await using server = await start(kimai, client, person);
      const { isError, text } = await server.call("entity", deletion);
      assert.equal(isError, !deletes, text);
      assert.equal(kimai.demo.state.customers.has(1), !deletes);
      assert.equal(questions.length, 1);
      assert.match(
        questions[0],
        /^Delete for good customer 1 \(Northwind Outdoor\) with .*4 projects.*time entries/,
      );
    });
  }

  Deno.test(`${client.name}: where nobody can be asked, deleting what much hangs on takes "confirm"`, async () => {
    await using kimai = serveEntries();
    await using server = await start(kimai, client);
    const refused = await server.call("entity", deletion);
    assert.equal(refused.isError, true);
    assert.match(
      refused.text,
      /^Cannot delete customer 1 \(Northwind Outdoor\) unless "confirm" is true/,
    );
    assert(kimai.demo.state.customers.has(1));
    const confirmed = await server.call("entity", { ...deletion, confirm: true });
    assert.equal(confirmed.isError, false, confirmed.text);
    assert(!kimai.demo.state.customers.has(1));
  });
}
