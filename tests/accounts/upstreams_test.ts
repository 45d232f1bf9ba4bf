import assert from "node:assert/strict";
import { z } from "zod";
import { createUpstreams } from "../../src/accounts/upstreams.ts";
import type { Connector, Upstream } from "../../src/connectors/connector.ts";
import { silentLog } from "../../src/lib/log.ts";
import { accountOf, anna, ben, credentials } from "./support.ts";

type Call = Parameters<Upstream["call"]>[0];

function callOf(requestId = "1"): Call {
  return {
    caller: {},
    requestId,
    signal: new AbortController().signal,
    log: silentLog,
    progress() {},
    ask: () => Promise.resolve(undefined),
  };
}

/** Upstreams of a connector that writes down what it is asked for. */
function prepared({ max = 10, idle = 1000, values = {} } = {}) {
  const events: string[] = [];
  const given: Record<string, unknown>[] = [];
  const clock = { now: 1 };
  const gate = { fails: false, open: Promise.resolve() };
  const connectorOf = (id: string, schema: z.ZodObject): Connector => ({
    id,
    title: id,
    settings: {},
    credentials: schema,
    open: async (values) => {
      given.push(values);
      const token = values.kimai_token ?? id;
      events.push(`open ${token}`);
      await gate.open;
      if (gate.fails) throw new Error("no");
      return {
        call: ({ requestId }) => `${token} ${requestId}`,
        close: () => void events.push(`close ${token}`),
      };
    },
    tools: () => Promise.resolve([]),
    toolsets: {},
    definitions: () => Promise.resolve([]),
    instructions: "",
  });
  const upstreams = createUpstreams({
    connectors: [connectorOf("kimai", credentials[0]), connectorOf("books", z.object({}))],
    services: { now: () => Temporal.Now.instant(), log: silentLog },
    values,
    max,
    idle,
    now: () => clock.now,
  });
  return { upstreams, given, clock, gate, events: () => events.splice(0) };
}

/** Lets what was promised come about. */
const settle = () => new Promise<void>((resolve) => setTimeout(resolve));

const [one, two] = [accountOf(anna, "anna"), accountOf(ben, "ben")];

Deno.test("an upstream is opened once, also for calls that come together, one for each account and connector", async () => {
  const { upstreams, events } = prepared();
  const sessions = await Promise.all([
    upstreams.sessionOf(one, "kimai", callOf("1")),
    upstreams.sessionOf(one, "kimai", callOf("2")),
    upstreams.sessionOf(two, "kimai", callOf("3")),
    upstreams.sessionOf(one, "books", callOf("4")),
  ]);
  assert.deepEqual(sessions, ["token-of-anna 1", "token-of-anna 2", "token-of-ben 3", "books 4"]);
  assert.deepEqual(events(), ["open token-of-anna", "open token-of-ben", "open books"]);
  assert.equal(upstreams.size, 3);
});

Deno.test("a connector gets the account's credentials for it and the shared settings, nobody else's credentials", async () => {
  const values = { kimai_timeout: 5, kimai_token: "the server's", ssl_verify: "false" };
  const { upstreams, given } = prepared({ values });
  await upstreams.sessionOf(one, "kimai", callOf());
  await upstreams.sessionOf(one, "books", callOf());
  assert.deepEqual(given, [
    { kimai_timeout: 5, ...anna, ssl_verify: "true" },
    { kimai_timeout: 5 },
  ]);
});

Deno.test("another version of an account opens anew and closes the old", async () => {
  const { upstreams, events } = prepared();
  const call = callOf();
  await upstreams.sessionOf(one, "kimai", call);
  upstreams.ended(call);
  const changed = accountOf({ ...anna, kimai_token: "new" }, "anna");
  await upstreams.sessionOf(changed, "kimai", callOf());
  await settle();
  assert.deepEqual(events(), ["open token-of-anna", "open new", "close token-of-anna"]);
  assert.equal(upstreams.size, 1);
});

Deno.test("the longest unused is closed for one too many", async () => {
  const { upstreams, events } = prepared({ max: 2 });
  const use = async (name: string) => {
    const call = callOf();
    const account = accountOf({ ...anna, kimai_token: name }, name);
    await upstreams.sessionOf(account, "kimai", call);
    upstreams.ended(call);
  };
  for (const name of ["a", "b", "a", "c"]) await use(name);
  await settle();
  assert.deepEqual(events(), ["open a", "open b", "open c", "close b"]);
});

Deno.test("one is closed when it was idle for too long, counted from the end of its last call", async () => {
  const { upstreams, events, clock } = prepared({ idle: 1000 });
  const call = callOf();
  await upstreams.sessionOf(one, "kimai", call);
  clock.now += 900;
  upstreams.ended(call);
  clock.now += 900;
  upstreams.sweep();
  await settle();
  assert.deepEqual(events(), ["open token-of-anna"]);
  clock.now += 200;
  upstreams.sweep();
  await settle();
  assert.deepEqual(events(), ["close token-of-anna"]);
  assert.equal(upstreams.size, 0);
});

Deno.test("what a running call uses is closed after it, whatever the reason", async () => {
  const reasons = {
    "dropped": ({ upstreams }) => upstreams.drop("anna"),
    "closed": ({ upstreams }) => upstreams.close(),
    "idle": ({ upstreams, clock }) => {
      clock.now += 5000;
      upstreams.sweep();
    },
  } satisfies Record<string, (test: ReturnType<typeof prepared>) => void>;
  for (const [reason, act] of Object.entries(reasons)) {
    const test = prepared();
    const { upstreams, events } = test;
    const [first, second] = [callOf("1"), callOf("2")];
    await upstreams.sessionOf(one, "kimai", first);
    await upstreams.sessionOf(one, "kimai", second);
    act(test);
    upstreams.ended(first);
    upstreams.ended(first);
    await settle();
    assert.deepEqual(events(), ["open token-of-anna"], reason);
    assert.equal(upstreams.size, 1, reason);
    upstreams.ended(second);
    await settle();
    assert.deepEqual(events(), ["close token-of-anna"], reason);
    assert.equal(upstreams.size, 0, reason);
  }
});

Deno.test("a call that never ends holds its upstream for an hour after it was dropped", async () => {
  const { upstreams, events, clock } = prepared();
  await upstreams.sessionOf(one, "kimai", callOf());
  upstreams.drop("anna");
  clock.now += 3_600_000;
  upstreams.sweep();
  await settle();
  assert.deepEqual(events(), ["open token-of-anna"]);
  clock.now += 1;
  upstreams.sweep();
  await settle();
  assert.deepEqual(events(), ["close token-of-anna"]);
});

Deno.test("dropping an account leaves the others alone", async () => {
  const { upstreams, events } = prepared();
  const calls = [callOf("1"), callOf("2"), callOf("3")];
  await upstreams.sessionOf(one, "kimai", calls[0]);
  await upstreams.sessionOf(one, "books", calls[1]);
  await upstreams.sessionOf(two, "kimai", calls[2]);
  calls.forEach(upstreams.ended);
  events();
  upstreams.drop("anna");
  await settle();
  assert.deepEqual(events().sort(), ["close books", "close token-of-anna"]);
  assert.equal(upstreams.size, 1);
});

Deno.test("one that cannot be opened fails its call, and the next one tries again", async () => {
  const { upstreams, events, gate } = prepared();
  gate.fails = true;
  const call = callOf();
  await assert.rejects(upstreams.sessionOf(one, "kimai", call), { message: "no" });
  upstreams.ended(call);
  assert.equal(upstreams.size, 0);
  gate.fails = false;
  assert.equal(await upstreams.sessionOf(one, "kimai", callOf("2")), "token-of-anna 2");
  await settle();
  assert.deepEqual(events(), ["open token-of-anna", "open token-of-anna"]);
});

Deno.test("one that is dropped while it opens serves its call and is closed then", async () => {
  const { upstreams, events, gate } = prepared();
  const opening = Promise.withResolvers<void>();
  gate.open = opening.promise;
  const call = callOf();
  const session = upstreams.sessionOf(one, "kimai", call);
  upstreams.drop("anna");
  opening.resolve();
  assert.equal(await session, "token-of-anna 1");
  assert.deepEqual(events(), ["open token-of-anna"]);
  upstreams.ended(call);
  await settle();
  assert.deepEqual(events(), ["close token-of-anna"]);
});

Deno.test("a call that used no upstream ends without harm", () => {
  const { upstreams } = prepared();
  upstreams.ended(callOf());
  assert.equal(upstreams.size, 0);
});
