import assert from "node:assert/strict";
import type { Account, Accounts } from "../../src/accounts/account.ts";
import { openWays, principalOf, sharedAccount } from "../../src/http/ways_in.ts";

const anna: Account = {
  name: "anna-1",
  credentials: { kimai_token: "hush" },
  version: "v1",
  signInVersion: "s1",
};

/** Accounts that can be exchanged, as they are when users.json changes. */
function accountsOf(...list: Account[]): Accounts & { list: Account[] } {
  return {
    list,
    get(name) {
      return this.list.find((account) => account.name === name);
    },
    all() {
      return this.list;
    },
    onChange: () => () => {},
  };
}

Deno.test("every way in is closed unless it is switched on", () => {
  const ways = openWays({ legacySlugs: false, accounts: accountsOf(anna) });
  assert.deepEqual(ways, { titles: [], verifiers: [] });
});

Deno.test("the server token lets in as one shared account, and nothing else does", () => {
  const { titles, verifiers, findSlug } = openWays({
    serverToken: "right",
    legacySlugs: false,
    accounts: accountsOf(anna),
  });
  assert.equal(findSlug, undefined);
  assert.equal(titles.length, 1);
  const [{ verify }] = verifiers;
  assert.deepEqual(verify("right"), {
    account: sharedAccount,
    version: "",
    client: "server-token",
  });
  for (
    const token of ["", "Right", "righ", "right ", "rightright", "anna-1", "hush", sharedAccount]
  ) {
    assert.equal(verify(token), undefined, token);
  }
});

Deno.test("a name lets its account in where that is switched on", () => {
  const { titles, verifiers, findSlug } = openWays({
    legacySlugs: true,
    accounts: accountsOf(anna),
  });
  assert.deepEqual([titles.length, verifiers.length], [1, 0]);
  const { account, version, client } = findSlug!("anna-1")!;
  assert.deepEqual({ account, version, client }, {
    account: "anna-1",
    version: "v1",
    client: "slug",
  });
  for (const name of ["", "anna", "ANNA-1", "__proto__", sharedAccount]) {
    assert.equal(findSlug!(name), undefined, name);
  }
});

Deno.test("70: accounts are looked up as they are now, with the version that they have now", () => {
  const accounts = accountsOf(anna);
  const { findSlug } = openWays({ legacySlugs: true, accounts });
  accounts.list = [{ ...anna, version: "v2" }];
  assert.equal(findSlug!("anna-1")!.version, "v2");
  accounts.list = [];
  assert.equal(findSlug!("anna-1"), undefined);
});

Deno.test("62: a name that lets in stands in the log as a label that tells accounts apart", () => {
  const bert = { ...anna, name: "bert-2" };
  const { findSlug } = openWays({ legacySlugs: true, accounts: accountsOf(anna, bert) });
  const labels = ["anna-1", "bert-2", "anna-1"].map((name) => findSlug!(name)!.label!);
  for (const label of labels) assert.match(label, /^slug-[0-9a-f]{8}$/);
  assert.equal(labels[0], labels[2]);
  assert.notEqual(labels[0], labels[1]);
});

Deno.test("what is said at the start names neither token nor accounts", () => {
  const { titles } = openWays({
    serverToken: "right",
    legacySlugs: true,
    accounts: accountsOf(anna),
  });
  assert.equal(titles.length, 2);
  assert.doesNotMatch(titles.join(), /right|anna/);
});

Deno.test("no real account has the name of the shared one", () => {
  assert.doesNotMatch(sharedAccount, /^[a-zA-Z0-9_-]+$/);
});

Deno.test("a principal knows of its account the name and the version alone", () => {
  assert.deepEqual(principalOf(anna, "x"), { account: "anna-1", version: "v1", client: "x" });
});
