import assert from "node:assert/strict";
import { examineAccounts, readAccounts } from "../../../src/cli/doctor/accounts.ts";
import type { Connector, Finding } from "../../../src/connectors/connector.ts";
import { kimai } from "../../../src/connectors/kimai/mod.ts";
import { silentLog } from "../../../src/lib/log.ts";
import { emptySystem } from "../../support/command.ts";
import { inFolder } from "../../support/folder.ts";

const entry = { kimai_url: "https://kimai.test", kimai_token: "token-of-somebody" };
const users = JSON.stringify({ anna: entry, ben: { ...entry, kimai_token: "bad-token" } });

function order(settings: Record<string, unknown> = {}, env: Record<string, string> = {}) {
  const system = {
    ...emptySystem,
    env: (name: string) => env[name],
    names: () => Object.keys(env),
  };
  return { settings, system, connectors: [kimai] };
}

/** Reads a users.json with this text. */
async function read(text: string, settings: Record<string, unknown> = {}) {
  let answer: Awaited<ReturnType<typeof readAccounts>> | undefined;
  await inFolder(async (path) => {
    await Deno.writeTextFile(path("users.json"), text, { mode: 0o600 });
    answer = await readAccounts(order({ users_config: path("users.json"), ...settings }));
  });
  return answer!;
}

Deno.test("where nobody speaks of accounts nothing is said of them", async () => {
  assert.deepEqual(await readAccounts(order()), { findings: [] });
});

Deno.test("accounts of a file and of variables are counted and named", async () => {
  const { findings: [of] } = await read(users);
  assert.deepEqual(of, { name: "Accounts", outcome: "ok", text: "2 accounts: anna, ben" });
  const variables = {
    KIMAI_USER_ANNA_URL: "https://kimai.test",
    KIMAI_USER_ANNA_TOKEN: "token-of-somebody",
  };
  const { findings } = await readAccounts(order({}, variables));
  assert.equal(findings[0].text, "1 account: anna");
});

Deno.test("where a name is a key it is not shown", async () => {
  const { findings } = await read(users, { legacy_slugs: true });
  assert.equal(findings[0].text, "2 accounts");
  assert.doesNotMatch(JSON.stringify(findings), /anna|ben\b/);
});

Deno.test("a file that cannot be used is red, and so is one that is not there", async () => {
  const { findings: [broken], accounts } = await read('{"anna": {},}');
  assert.deepEqual([broken.name, broken.outcome, accounts], ["Accounts", "failed", []]);
  assert.match(broken.text, /is not JSON/);
  const { findings: [absent] } = await readAccounts(order({ users_config: "/nowhere/users.json" }));
  assert.match(absent.text, /^Cannot read "\/nowhere\/users\.json"/);
});

Deno.test("advice about the file is a warning", async () => {
  const clear = JSON.stringify({ anna: { ...entry, auth_secret: "hunter2hunter2" } });
  const { findings } = await read(clear);
  assert.deepEqual(findings.map(({ name, outcome }) => [name, outcome]), [
    ["Accounts", "ok"],
    ["Notice", "warning"],
  ]);
  assert.doesNotMatch(JSON.stringify(findings), /hunter2/);
});

/** A connector whose diagnosis is about the token alone. */
const picky: Connector = {
  ...kimai,
  async *diagnose({ kimai_token }): AsyncGenerator<Finding, void> {
    await Promise.resolve();
    yield { name: "Address", outcome: "ok", text: "It is there" };
    yield kimai_token === "bad-token"
      ? { name: "Token", outcome: "failed", text: "It is unknown", fix: "Make a new one" }
      : { name: "Token", outcome: "ok", text: "It is that of somebody" };
  },
};

async function looksAt(settings: Record<string, unknown>) {
  const { accounts = [] } = await read(users, settings);
  return await Array.fromAsync(examineAccounts(
    accounts,
    { ...order(settings), connectors: [picky] },
    {
      now: Temporal.Now.instant,
      log: silentLog,
      signal: new AbortController().signal,
    },
  ));
}

Deno.test("an account with which all is well is one line, of another what stands out", async () => {
  assert.deepEqual(await looksAt({}), [
    { name: "anna", outcome: "ok", text: "All is well with Kimai: It is that of somebody" },
    { name: "ben: Token", outcome: "failed", text: "It is unknown", fix: "Make a new one" },
  ]);
});

Deno.test("accounts without names are counted", async () => {
  const names = (await looksAt({ legacy_slugs: true })).map(({ name }) => name);
  assert.deepEqual(names, ["account 1", "account 2: Token"]);
});
