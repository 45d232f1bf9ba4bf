import assert from "node:assert/strict";
import fc from "fast-check";
import { Sessions } from "../../src/http/sessions.ts";

function setUp(options: Partial<{ max: number; maxPerAccount: number; idle: number }> = {}) {
  const clock = { now: 0 };
  const closed: string[] = [];
  const sessions = new Sessions<{ id: string; close(): void }>({
    max: 3,
    maxPerAccount: 2,
    idle: 60,
    ...options,
    now: () => clock.now,
  });
  const add = (id: string, account = "anna") =>
    sessions.add(id, { id, close: () => void closed.push(id) }, principal(account));
  return { sessions, clock, closed, add };
}

const principal = (account: string) => ({ account, version: "1", client: "c" });

Deno.test("an account's own longest unused session makes room for its next", () => {
  const { sessions, closed, add } = setUp();
  add("a1");
  add("b1", "bert");
  add("a2");
  assert.equal(sessions.use("a1", principal("anna"))?.id, "a1");
  add("a3");
  assert.deepEqual(closed, ["a2"]);
  assert.equal(sessions.use("b1", principal("bert"))?.id, "b1");
});

Deno.test("a session is there for the client and the credentials that opened it, and for no other", () => {
  const { sessions, add } = setUp();
  add("a1");
  const own = principal("anna");
  for (const other of [{ account: "bert" }, { version: "2" }, { client: "other" }]) {
    assert.equal(sessions.use("a1", { ...own, ...other }), undefined, JSON.stringify(other));
  }
  assert.equal(sessions.use("a1", own)?.id, "a1");
});

Deno.test("the longest unused of all makes room when there are too many", () => {
  const { closed, add } = setUp();
  add("a1");
  add("b1", "bert");
  add("c1", "carl");
  add("d1", "dora");
  assert.deepEqual(closed, ["a1"]);
});

Deno.test("only what was unused for too long is swept", () => {
  const { sessions, clock, closed, add } = setUp();
  add("a1");
  clock.now = 50_000;
  add("b1", "bert");
  clock.now = 61_000;
  sessions.sweep();
  assert.deepEqual(closed, ["a1"]);
  assert.equal(sessions.size, 1);
});

Deno.test("the sessions of a removed account end, those of others stay", () => {
  const { sessions, closed, add } = setUp();
  add("a1");
  add("b1", "bert");
  add("a2");
  sessions.endOf(({ account }) => account === "anna");
  assert.deepEqual(closed.sort(), ["a1", "a2"]);
  assert.equal(sessions.size, 1);
});

Deno.test("whatever comes, the bounds hold, each session is closed once, and nobody gets another's", () => {
  const names = fc.constantFrom("anna", "bert", "carl");
  const step = fc.oneof(
    fc.record({ do: fc.constant("add" as const), account: names }),
    fc.record({ do: fc.constant("use" as const), account: names, nth: fc.nat(20) }),
    fc.record({ do: fc.constant("wait" as const), seconds: fc.nat(90) }),
    fc.record({ do: fc.constant("endOf" as const), account: names }),
  );
  fc.assert(fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
    const { sessions, clock, closed, add } = setUp();
    const owners: string[] = [];
    for (const one of steps) {
      if (one.do === "add") {
        add(String(owners.length), one.account);
        owners.push(one.account);
      } else if (one.do === "use") {
        const got = sessions.use(String(one.nth), principal(one.account));
        if (got) assert.equal(owners[one.nth], one.account);
      } else if (one.do === "wait") clock.now += one.seconds * 1000;
      else sessions.endOf(({ account }) => account === one.account);
      assert(sessions.size <= 3);
    }
    sessions.close();
    assert.deepEqual([...closed].sort(), owners.map((_, index) => String(index)).sort());
  }));
});
