import assert from "node:assert/strict";
import { parseUsers, usersOfVariables } from "../../src/accounts/users_file.ts";
import { anna, ben, credentials, hashOfSecret, parse } from "./support.ts";

const names = ({ accounts }: ReturnType<typeof parse>) => accounts.map(({ name }) => name);

Deno.test("a file of the old kind works as it is", () => {
  const { accounts, problems } = parse({
    _SECURITY_WARNING: "Never commit this file",
    "xK9mP2qR7wL4nT8v": {
      kimai_url: "https://kimai.test/",
      kimai_token: "t1",
      kimai_user_id: "7",
      ssl_verify: false,
      auth_secret: " hush ",
      oidc_identity: " Anna@Example.com ",
    },
    ben: { ...ben, ssl_verify: "/etc/ca.pem" },
  });
  assert.deepEqual(problems, []);
  assert.deepEqual(accounts.map(({ version: _, signInVersion: _s, ...account }) => account), [
    {
      name: "xK9mP2qR7wL4nT8v",
      credentials: { kimai_url: "https://kimai.test/", kimai_token: "t1", ssl_verify: "false" },
      secret: { clear: " hush " },
      oidcIdentity: "anna@example.com",
    },
    { name: "ben", credentials: { ...ben, ssl_verify: "/etc/ca.pem" } },
  ]);
});

Deno.test("keys that start with an underscore are comments, whatever they hold", () => {
  const value = { _note: "x", _list: [1], ["__proto__"]: {}, _off: anna, anna };
  assert.deepEqual(names(parse(value)), ["anna"]);
  assert.deepEqual(parse(value).notices, []);
});

Deno.test("names are taken as they are written, also those of JavaScript's own", () => {
  const value = { constructor: anna, "7": ben, "-": ben, Anna: ben };
  assert.deepEqual(names(parse(value)), ["7", "constructor", "-", "Anna"]);
});

Deno.test("a name that cannot stand in an address is left out and said", () => {
  const { notices, ...users } = parse({ "an na": anna, "ä": anna, "": anna, ben });
  assert.deepEqual(names({ notices, ...users }), ["ben"]);
  assert.deepEqual(users.problems, []);
  const why = "a name has letters, digits, - and _ and no others";
  assert.deepEqual(notices, [
    `Left out the entry "an na" of users.json: ${why}`,
    `Left out the entry "ä" of users.json: ${why}`,
    `Left out the entry "" of users.json: ${why}`,
  ]);
});

Deno.test("all that is wrong is named at once, by entry and field, without a value", () => {
  const { problems, accounts } = parse({
    anna: { kimai_url: 7, kimai_token: ["hush"], auth_secret: 12345 },
    ben: { kimai_url: "https://kimai.test" },
    cleo: { auth_secret: "hush", auth_secret_hash: hashOfSecret },
    dora: { ...anna, auth_secret_hash: "$2b$12$hush" },
    emil: "hush",
    fritz: null,
    gerd: anna,
  }, { from: "/etc/people.json" });
  const object =
    'it must be an object, as in {"anna": {"kimai_url": "https://kimai.example.com", "kimai_token": "..."}}';
  assert.deepEqual(problems.sort(), [
    'Cannot use the entry "anna" of /etc/people.json: kimai_url must be a text in quotes, kimai_token must be a text in quotes, auth_secret must be a text in quotes',
    'Cannot use the entry "ben" of /etc/people.json: kimai_token is missing',
    'Cannot use the entry "cleo" of /etc/people.json: kimai_url is missing, kimai_token is missing, auth_secret is there as well as a hash, keep one of them',
    'Cannot use the entry "dora" of /etc/people.json: auth_secret_hash is not what kimai-mcp users rotate writes',
    `Cannot use the entry "emil" of /etc/people.json: ${object}`,
    `Cannot use the entry "fritz" of /etc/people.json: ${object}`,
  ]);
  assert.deepEqual(accounts.map(({ name }) => name), ["gerd"]);
});

Deno.test("blank and null values count as not set", () => {
  const { accounts: [account], problems } = parse({
    anna: { ...anna, ssl_verify: "", auth_secret: "  ", auth_secret_hash: null, oidc_identity: "" },
  });
  assert.deepEqual(problems, []);
  const { version: _, signInVersion: _s, ...rest } = account;
  assert.deepEqual(rest, { name: "anna", credentials: { ...anna, ssl_verify: "true" } });
  assert.deepEqual(parse({ anna: { ...anna, kimai_token: " " } }).problems, [
    'Cannot use the entry "anna" of users.json: kimai_token is missing',
  ]);
});

Deno.test("two people behind one identity are refused, in whatever case it is written", () => {
  const { problems } = parse({
    anna: { ...anna, oidc_identity: "Team@test.de" },
    ben: { ...ben, oidc_identity: "team@TEST.de" },
    cleo: { ...ben, oidc_identity: "cleo@test.de" },
  });
  assert.deepEqual(problems, [
    'Cannot tell the entry "anna" of users.json and the entry "ben" of users.json apart: they have the same oidc_identity',
  ]);
});

Deno.test("an entry that is there twice is refused and not silently the last one", () => {
  const text = `{"anna": ${JSON.stringify(anna)}, "anna": ${JSON.stringify(ben)}}`;
  assert.deepEqual(parseUsers(text, credentials).problems, [
    'Cannot use the entry "anna" of users.json: it is there twice, remove one',
  ]);
});

Deno.test("what is no JSON is refused by its place and without its content", () => {
  const at = (text: string) => parseUsers(text, credentials).problems;
  assert.deepEqual(at('{\n  "anna": {"kimai_token": "hush" "x": 1}\n}'), [
    "Cannot use users.json: it is not JSON, something is wrong at line 2, column 34",
  ]);
  assert.deepEqual(at('{\n  "anna": {"kimai_token": "hush"},\r\n \n}'), [
    "Cannot use users.json: it is not JSON, take out the comma before line 4, column 1",
  ]);
  assert.deepEqual(at('{"anna": {"kimai_token": "hush", }}'), [
    "Cannot use users.json: it is not JSON, take out the comma before line 1, column 34",
  ]);
  const example = '{"anna": {"kimai_url": "https://kimai.example.com", "kimai_token": "..."}}';
  for (const text of ["[]", "hush", "null"]) {
    assert.deepEqual(at(text), [
      `Cannot use users.json: it must be one JSON object, such as ${example}`,
    ]);
  }
  assert.deepEqual(at(" \n"), [`Cannot use users.json: it is empty, write ${example}`]);
});

Deno.test("an object without entries has no accounts and no problem", () => {
  assert.deepEqual(parse({ _note: "nobody yet" }), { accounts: [], problems: [], notices: [] });
});

Deno.test("secrets in clear are pointed out, all of them in one sentence", () => {
  const clear = { ...anna, auth_secret: "hush" };
  assert.deepEqual(parse({ anna: clear, ben }).notices, [
    'Secret in clear in users.json: anna; run "kimai-mcp users rotate anna" to keep only its hash',
  ]);
  const hashed = { ...ben, auth_secret_hash: hashOfSecret };
  assert.deepEqual(parse({ anna: clear, ben: clear, cleo: hashed }).notices, [
    'Secret in clear in users.json: anna, ben; run "kimai-mcp users rotate NAME" to keep only its hash',
  ]);
});

Deno.test("where names are as good as secrets no sentence has one", () => {
  const variables = new Map([
    ["KIMAI_USER_ANNA_AUTH_SECRET", { text: "x" }],
    ["KIMAI_USER_NOBODY_URL", { text: "x" }],
    ["KIMAI_USER_HUSH", { text: "x" }],
  ]);
  const { problems, notices } = parse({
    _note: "",
    anna: { auth_secret_hash: hashOfSecret },
    ANNA: { ...anna, auth_secret: "hush" },
    ben: { ...ben, auth_secret: "hush" },
    "Ben Ben": ben,
    "longer-than-sixteen": ben,
    onlysmalllettersinhere: ben,
  }, { hideNames: true, variables });
  assert.deepEqual(problems, [
    "Cannot use KIMAI_USER_*_AUTH_SECRET: it fits entry 2 of users.json and entry 3 of users.json, rename all but one",
    "Cannot use entry 2 of users.json: kimai_url is missing, kimai_token is missing",
  ]);
  assert.deepEqual(notices, [
    "Left out entry 5 of users.json: a name has letters, digits, - and _ and no others",
    "No effect of 2 of KIMAI_USER_*: the accounts come from users.json",
    'Secret in clear in users.json: 2 accounts; run "kimai-mcp users rotate NAME" to keep only its hash',
    "Names that can be guessed in users.json: 3 accounts; with --legacy-slugs a name is a key, so make it 16 random characters",
  ]);
  const alone = usersOfVariables(variables, credentials, true);
  assert.deepEqual(alone.notices, [
    "No effect of 2 of KIMAI_USER_*: they describe no account",
    "Left out account 1 of the environment: KIMAI_USER_*_TOKEN is missing",
  ]);
});
