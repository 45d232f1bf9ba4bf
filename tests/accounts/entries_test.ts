import assert from "node:assert/strict";
import fc from "fast-check";
import { z } from "zod";
import { accountsOf, isName } from "../../src/accounts/entries.ts";
import { accountOf, anna, credentials, hashOfSecret } from "./support.ts";

const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 })
  .filter((value) => value.trim() === value && value !== "");
const fields = fc.record({
  kimai_url: text,
  kimai_token: text,
  ssl_verify: fc.option(text, { nil: undefined }),
  auth_secret: fc.option(text, { nil: undefined }),
  oidc_identity: fc.option(text, { nil: undefined }),
});

Deno.test("the version changes when something relevant does, and only then", () => {
  fc.assert(fc.property(fields, fields, (one, other) => {
    const relevant = ({ oidc_identity, ssl_verify, ...rest }: typeof one) => [
      ...Object.entries(rest),
      ssl_verify ?? "true",
      oidc_identity?.toLowerCase(),
    ];
    const isSame = JSON.stringify(relevant(one)) === JSON.stringify(relevant(other));
    assert.equal(accountOf(one).version === accountOf(other).version, isSame);
    const reordered = Object.fromEntries(Object.entries(one).reverse());
    assert.equal(accountOf({ ...reordered, kimai_user_id: 7 }).version, accountOf(one).version);
  }));
});

Deno.test("the version changes with the name, the hash of a secret, and the case of nothing else", () => {
  const hashed = accountOf({ ...anna, auth_secret_hash: hashOfSecret });
  const versions = [
    accountOf(anna).version,
    accountOf(anna, "ben").version,
    accountOf({ ...anna, kimai_token: anna.kimai_token.toUpperCase() }).version,
    hashed.version,
    // The hash as a secret in clear is something else than the hash.
    accountOf({ ...anna, auth_secret: hashOfSecret }).version,
  ];
  assert.equal(new Set(versions).size, versions.length);
  for (const version of versions) assert.match(version, /^[\w-]{43}$/);
});

Deno.test("names are what may stand in an address without being a comment", () => {
  fc.assert(fc.property(fc.string({ maxLength: 8 }), (name) => {
    assert.equal(isName(name), /^[a-zA-Z0-9_-]+$/.test(name) && !name.startsWith("_"));
  }));
});

const books = z.object({ books_url: z.url("give an address"), books_key: z.string().optional() });
const two = [...credentials, books];
const entry = (fields: Record<string, unknown>) => ({ name: "a", label: "the entry", fields });

Deno.test("an account brings what one connector needs, and all of what it begins with", () => {
  const only = accountsOf([entry(anna)], two);
  assert.deepEqual(only.accounts[0].credentials, { ...anna, ssl_verify: "true" });
  const begun = accountsOf([entry({ ...anna, books_url: "https://b.test" })], two);
  assert.deepEqual(begun.problems, ["Cannot use the entry: books_key is missing"]);
  const neither = accountsOf([entry({})], two);
  assert.deepEqual(neither.problems, [
    "Cannot use the entry: kimai_url is missing, kimai_token is missing, books_url is missing, books_key is missing",
  ]);
});

Deno.test("a connector's own reason is shown, unless it quotes the value", () => {
  const problems = (type: z.ZodType) =>
    accountsOf([entry({ key: "hush-hush" })], [z.object({ key: type })]).problems;
  assert.deepEqual(problems(z.url("give an address")), [
    "Cannot use the entry: key is not valid: give an address",
  ]);
  const quoting = z.string().refine(() => false, {
    error: ({ input }) => `"${input}" is no key`,
  });
  assert.deepEqual(problems(quoting), ["Cannot use the entry: key is not valid"]);
});

Deno.test("a spare entry with something wrong is left out and keeps nobody else away", () => {
  const spare = { ...entry({}), label: "the account", spare: true };
  const { accounts, problems, notices } = accountsOf([spare, entry(anna)], credentials);
  assert.deepEqual([accounts.length, problems], [1, []]);
  assert.deepEqual(notices, ["Left out the account: kimai_url is missing, kimai_token is missing"]);
});

Deno.test("a sign-in outlives another Kimai token, and not another name or secret", () => {
  const same = accountOf({ ...anna, auth_secret: "hush" }).signInVersion;
  const token = accountOf({ ...anna, kimai_token: "renewed", auth_secret: "hush" });
  assert.equal(token.signInVersion, same);
  assert.notEqual(accountOf({ ...anna, auth_secret: "other" }).signInVersion, same);
  assert.notEqual(accountOf({ ...anna, auth_secret: "hush" }, "ben").signInVersion, same);
  assert.notEqual(accountOf(anna).signInVersion, same);
});
