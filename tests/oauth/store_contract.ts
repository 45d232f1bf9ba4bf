/**
 * What any store must do, whatever it keeps its records in: run this against a new one before it takes the place of
 * those that are here. Beside what `Store` says:
 *
 * - Records are values: nobody changes one that was handed in or out.
 * - A change that throws leaves all as it was, and rejects with what was thrown.
 * - Where two kinds depend on each other, the store looks itself: a client with grants stays, and what is left of a
 *   grant that is gone goes with the next sweep. It need not look whether a grant is in its time when it is used.
 */

import assert from "node:assert/strict";
import type { MemoryOptions } from "../../src/oauth/memory_store.ts";
import { type Store, StoreFullError } from "../../src/oauth/store.ts";
import { beginning, clientOf, day, grantOf, lifetimes, pendingOf } from "./state.ts";

/** Opens an empty store. The limits are those that tests reach; others may be what they like. */
export type Open = (options: MemoryOptions) => Promise<Store>;

/** @param name what stands before each test, such as "the store in memory" */
export function storeContract(name: string, open: Open): void {
  const holds = (fact: string, test: (store: Store) => Promise<void>, limits = {}) =>
    Deno.test(`${name}: ${fact}`, async () => {
      const store = await open({ limits, lifetimes });
      try {
        await test(store);
      } finally {
        await store.close();
      }
    });

  holds("what a change resolves with is there, and undefined takes it away", async (store) => {
    const [one, two] = [clientOf("c"), clientOf("c", { name: "Two" })];
    assert.equal(await store.get("client", "c"), undefined);
    assert.deepEqual(await store.change("client", "c", (now) => now ?? one), one);
    assert.deepEqual(
      await store.change("client", "c", (now) => (assert.deepEqual(now, one), two)),
      two,
    );
    assert.deepEqual(await store.get("client", "c"), two);
    assert.equal(await store.get("client", "other"), undefined);
    assert.equal(await store.change("client", "c", () => undefined), undefined);
    assert.equal(await store.get("client", "c"), undefined);
    assert.equal(await store.change("client", "c", () => undefined), undefined);
  });

  holds("kinds do not see each other, and no key is special", async (store) => {
    for (const key of ["c", "__proto__", "constructor", "a\0b", "ä", '"']) {
      await store.change("client", key, () => clientOf(key));
      assert.deepEqual(await store.get("client", key), clientOf(key));
      assert.equal(await store.get("grant", key), undefined);
    }
    assert.equal(store.count("client"), 6);
    assert.equal(store.count("grant"), 0);
  });

  holds("a change that throws leaves all as it was", async (store) => {
    await store.change("client", "c", () => clientOf("c"));
    const broken = store.change("client", "c", () => {
      throw new TypeError("no");
    });
    await assert.rejects(broken, { name: "TypeError", message: "no" });
    assert.deepEqual(await store.get("client", "c"), clientOf("c"));
  });

  holds("many changes of one key come one after the other", async (store) => {
    const count = () =>
      store.change("client", "c", (now) => clientOf("c", { usedAt: (now?.usedAt ?? 0) + 1 }));
    await Promise.all(Array.from({ length: 50 }, count));
    assert.equal((await store.get("client", "c"))?.usedAt, 50);
  });

  holds("of many who want to be first one is", async (store) => {
    let firsts = 0;
    const beFirst = () =>
      store.change("code", "k", (now) => {
        if (now) return now;
        firsts++;
        return codeUntil(beginning);
      });
    await Promise.all(Array.from({ length: 50 }, beFirst));
    assert.equal(firsts, 1);
  });

  holds("what a test holds for is found with its key", async (store) => {
    for (const id of ["1", "2", "3"]) {
      await store.change("grant", id, () => grantOf(id, { account: id === "2" ? "ben" : "anna" }));
    }
    const found = await store.find("grant", ({ account }) => account === "anna");
    assert.deepEqual(found.sort(), [["1", grantOf("1")], ["3", grantOf("3")]]);
    assert.deepEqual(await store.find("access", () => true), []);
  });

  holds("what has ended is forgotten with the second in which it does", async (store) => {
    const expiresAt = beginning + 10;
    await store.change("code", "k", () => codeUntil(expiresAt));
    await store.change("pending", "k", () => pendingOf({ expiresAt }));
    await store.change("signIn", "k", () => ({ account: "anna", accountVersion: "1", expiresAt }));
    await store.change("grant", "k", () => grantOf("k", { expiresAt }));
    await store.change("access", "k", () => ({ grantId: "k", scopes: [], expiresAt }));
    const kinds = ["code", "pending", "signIn", "grant", "access"] as const;
    await store.sweep(expiresAt - 1);
    assert.deepEqual(kinds.map((kind) => store.count(kind)), [1, 1, 1, 1, 1]);
    await store.sweep(expiresAt);
    assert.deepEqual(kinds.map((kind) => store.count(kind)), [0, 0, 0, 0, 0]);
  });

  holds(
    "a grant whose refresh token is not used ends, its access tokens with it",
    async (store) => {
      const refresh = { hash: "h", idleUntil: beginning + 10, replaced: [] };
      await store.change("grant", "g", () => grantOf("g", { refresh }));
      await store.change("access", "a", () => ({
        grantId: "g",
        scopes: [],
        expiresAt: beginning + day,
      }));
      await store.sweep(beginning + 9);
      assert.equal(store.count("access"), 1);
      await store.sweep(beginning + 10);
      assert.deepEqual([store.count("grant"), store.count("access")], [0, 0]);
    },
  );

  holds(
    "a client goes when nobody used it for its time, never while it has grants",
    async (store) => {
      const idle = beginning + lifetimes.client;
      await store.change("grant", "g", () => grantOf("g", { clientId: "granted" }));
      await store.change("client", "granted", () => clientOf("granted"));
      await store.change("client", "unused", () => clientOf("unused"));
      await store.change("client", "used", () => clientOf("used", { usedAt: beginning + day }));
      await store.sweep(idle - 1);
      assert.equal(store.count("client"), 3);
      await store.sweep(idle);
      assert.deepEqual(await clientsOf(store), ["granted", "used"]);
      await store.change("grant", "g", () => undefined);
      await store.sweep(idle + day);
      assert.deepEqual(await clientsOf(store), []);
    },
  );

  holds(
    "41: a new client takes the place of the oldest that was never used, then of the one unused for longest",
    async (store) => {
      const add = (id: string, usedAt?: number) =>
        store.change("client", id, () => clientOf(id, { usedAt }));
      await store.change("grant", "g", () => grantOf("g", { clientId: "granted" }));
      await add("granted");
      await add("used later", beginning + 2);
      await add("used", beginning + 1);
      await add("never used");
      await add("new 1");
      assert.deepEqual(await clientsOf(store), ["granted", "new 1", "used", "used later"]);
      await add("new 2", beginning + 3);
      await add("new 3", beginning + 3);
      assert.deepEqual(await clientsOf(store), ["granted", "new 2", "new 3", "used later"]);
    },
    { client: 4 },
  );

  holds(
    "41: clients with grants never give way, and there is room again once one has none",
    async (store) => {
      for (const id of ["1", "2"]) {
        await store.change("client", id, () => clientOf(id));
        await store.change("grant", id, () => grantOf(id, { clientId: id }));
      }
      await store.change("grant", "more of 1", () => grantOf("more of 1", { clientId: "1" }));
      const add = () => store.change("client", "new", () => clientOf("new"));
      await assert.rejects(add(), StoreFullError);
      await store.change("grant", "1", () => undefined);
      await assert.rejects(add(), StoreFullError);
      assert.deepEqual(await store.change("client", "1", (now) => now), clientOf("1"));
      await store.change("grant", "more of 1", (now) => now && { ...now, clientId: "2" });
      await add();
      assert.deepEqual(await clientsOf(store), ["2", "new"]);
    },
    { client: 2 },
  );

  holds("69: what strangers begin gives way to what they begin later", async (store) => {
    const signIn = { account: "anna", accountVersion: "1", expiresAt: beginning };
    const access = { grantId: "g", scopes: [], expiresAt: beginning };
    for (const key of ["1", "2", "3", "4"]) {
      await store.change("pending", key, () => pendingOf());
      await store.change("code", key, () => codeUntil(beginning));
      await store.change("signIn", key, () => signIn);
      await store.change("access", key, () => access);
    }
    for (const kind of ["pending", "code", "signIn", "access"] as const) {
      const keys = (await store.find<typeof kind>(kind, () => true)).map(([key]) => key);
      assert.deepEqual(keys.sort(), ["3", "4"], kind);
    }
  }, { pending: 2, code: 2, signIn: 2, access: 2 });

  holds("nobody's grant gives way", async (store) => {
    await store.change("grant", "1", () => grantOf("1"));
    await assert.rejects(store.change("grant", "2", () => grantOf("2")), StoreFullError);
    assert.deepEqual(await store.get("grant", "1"), grantOf("1"));
    assert.equal(store.count("grant"), 1);
  }, { grant: 1 });
}

function codeUntil(expiresAt: number) {
  const { id: _, ...grant } = grantOf("g");
  return { grant, redirectUri: "https://c.example/cb", challenge: "c", expiresAt, failures: 0 };
}

async function clientsOf(store: Store): Promise<string[]> {
  return (await store.find("client", () => true)).map(([id]) => id).sort();
}
