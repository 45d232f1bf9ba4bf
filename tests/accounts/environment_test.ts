import assert from "node:assert/strict";
import { parseUsers, usersOfVariables } from "../../src/accounts/users_file.ts";
import { anna, ben, credentials, hashOfSecret, parse } from "./support.ts";

function variablesOf(texts: Record<string, string>) {
  return new Map(Object.entries(texts).map(([name, text]) => [`KIMAI_USER_${name}`, { text }]));
}

function described(texts: Record<string, string>) {
  const { accounts, ...others } = usersOfVariables(variablesOf(texts), credentials);
  return {
    accounts: accounts.map(({ version: _, signInVersion: _s, ...account }) => account),
    ...others,
  };
}

Deno.test("variables describe an account, with its name in small letters", () => {
  assert.deepEqual(
    described({
      ANNA_URL: anna.kimai_url,
      ANNA_TOKEN: anna.kimai_token,
      ANNA_SSL_VERIFY: "false",
      ANNA_AUTH_SECRET_HASH: hashOfSecret,
      ANNA_OIDC_IDENTITY: "Anna@test.de",
      Ben_2_URL: ben.kimai_url,
      Ben_2_TOKEN: ben.kimai_token,
      Ben_2_AUTH_SECRET: "hush",
    }),
    {
      accounts: [
        {
          name: "anna",
          credentials: { ...anna, ssl_verify: "false" },
          secret: { hash: hashOfSecret },
          oidcIdentity: "anna@test.de",
        },
        { name: "ben_2", credentials: { ...ben, ssl_verify: "true" }, secret: { clear: "hush" } },
      ],
      problems: [],
      notices: [],
    },
  );
});

Deno.test("an account that lacks something is left out, the others are used", () => {
  const { accounts, problems, notices } = described({
    ANNA_URL: anna.kimai_url,
    BEN_URL: ben.kimai_url,
    BEN_TOKEN: ben.kimai_token,
  });
  assert.deepEqual([accounts.map(({ name }) => name), problems], [["ben"], []]);
  assert.deepEqual(notices, [
    'Left out the account "anna" of the environment: KIMAI_USER_ANNA_TOKEN is missing',
  ]);
});

Deno.test("variables that describe nobody are named", () => {
  const { accounts, notices } = described({
    ANNA_AUTH_SECRET: "hush",
    ANNA_AUTHSECRET: "hush",
    URL: "https://kimai.test",
    _URL: "https://kimai.test",
  });
  assert.deepEqual(accounts, []);
  assert.deepEqual(notices, [
    "No effect of KIMAI_USER_ANNA_AUTHSECRET, KIMAI_USER_ANNA_AUTH_SECRET, KIMAI_USER_URL, KIMAI_USER__URL: they describe no account",
  ]);
});

const file = {
  "anna-b": { ...anna, auth_secret: "old", oidc_identity: "old@test.de" },
  ben: { ...ben, auth_secret_hash: hashOfSecret },
};

function overriding(texts: Record<string, string>, value: unknown = file) {
  return parse(value, { variables: variablesOf(texts) });
}

Deno.test("beside a file the secret and the identity of the variables count more", () => {
  const { accounts, problems, notices } = overriding({
    ANNA_B_AUTH_SECRET: "new",
    ANNA_B_OIDC_IDENTITY: "new@test.de",
    BEN_AUTH_SECRET: "new",
  });
  assert.deepEqual(problems, []);
  assert.deepEqual(notices, []);
  assert.deepEqual(
    accounts.map(({ secret, oidcIdentity }) => ({ secret, oidcIdentity })),
    [
      { secret: { clear: "new" }, oidcIdentity: "new@test.de" },
      { secret: { clear: "new" }, oidcIdentity: undefined },
    ],
  );
});

Deno.test("a hash of the variables takes the place of a secret in the file", () => {
  const { accounts: [first, second], problems } = overriding({
    ANNA_B_AUTH_SECRET_HASH: hashOfSecret,
    BEN_OIDC_IDENTITY: "ben@test.de",
  });
  assert.deepEqual(problems, []);
  assert.deepEqual(first.secret, { hash: hashOfSecret });
  assert.deepEqual([second.secret, second.oidcIdentity], [{ hash: hashOfSecret }, "ben@test.de"]);
});

Deno.test("an identity of the variables does not quiet the notice of a secret in clear", () => {
  const { notices } = overriding({ ANNA_B_OIDC_IDENTITY: "new@test.de" });
  assert.deepEqual(notices, [
    'Secret in clear in users.json: anna-b; run "kimai-mcp users rotate anna-b" to keep only its hash',
  ]);
});

Deno.test("what is wrong in a variable is said of the variable", () => {
  const { problems } = overriding({
    ANNA_B_AUTH_SECRET: "hush",
    ANNA_B_AUTH_SECRET_HASH: hashOfSecret,
    BEN_AUTH_SECRET_HASH: "hush",
  });
  assert.deepEqual(problems, [
    'Cannot use the entry "anna-b" of users.json: KIMAI_USER_ANNA_B_AUTH_SECRET is there as well as a hash, keep one of them',
    'Cannot use the entry "ben" of users.json: KIMAI_USER_BEN_AUTH_SECRET_HASH is not what kimai-mcp users rotate writes',
  ]);
});

Deno.test("a variable that fits two names is refused; without one the names may be as they are", () => {
  const twins = { "anna-b": anna, Anna_B: ben };
  assert.deepEqual(overriding({ ANNA_B_AUTH_SECRET: "hush" }, twins).problems, [
    'Cannot use KIMAI_USER_ANNA_B_AUTH_SECRET: it fits the entry "anna-b" of users.json and the entry "Anna_B" of users.json, rename all but one',
  ]);
  assert.deepEqual(overriding({}, twins).problems, []);
});

Deno.test("beside a file variables describe nobody and change no credentials", () => {
  const { accounts, notices } = overriding({
    CLEO_URL: "https://kimai.test",
    CLEO_TOKEN: "t",
    BEN_TOKEN: "other",
    BEN_AUTH_SECRET: "new",
  }, { ben });
  assert.deepEqual(accounts.map(({ name }) => name), ["ben"]);
  assert.equal(accounts[0].credentials.kimai_token, ben.kimai_token);
  assert.deepEqual(notices, [
    "No effect of KIMAI_USER_BEN_TOKEN, KIMAI_USER_CLEO_TOKEN, KIMAI_USER_CLEO_URL: the accounts come from users.json",
  ]);
});

Deno.test("variables of other names are nobody's business", () => {
  const variables = new Map([["USERS_CONFIG", { text: "{}" }], ["KIMAI_URL", { text: "x" }]]);
  const nothing = { accounts: [], problems: [], notices: [] };
  assert.deepEqual(usersOfVariables(variables, credentials), nothing);
  assert.deepEqual(parse({}, { variables }), nothing);
});

Deno.test("an override for nobody does not make the file unusable", () => {
  const { problems, notices } = parseUsers(JSON.stringify({ ben }), credentials, {
    variables: variablesOf({ ANNA_AUTH_SECRET: "x" }),
  });
  assert.deepEqual(problems, []);
  assert.deepEqual(notices, [
    "No effect of KIMAI_USER_ANNA_AUTH_SECRET: the accounts come from users.json",
  ]);
});
