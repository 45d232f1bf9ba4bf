import assert from "node:assert/strict";
import fc from "fast-check";
import type { AccountChanges } from "../../src/accounts/account.ts";
import { AccountsError, type AccountsOptions, openAccounts } from "../../src/accounts/live.ts";
import { FileError, writeAtomically } from "../../src/lib/atomic_file.ts";
import type { Log } from "../../src/lib/log.ts";
import { inFolder } from "../support/folder.ts";
import { anna, ben, credentials } from "./support.ts";

const good = JSON.stringify({ anna, ben });

/** Accounts in a file that the test writes, read when the test says. */
async function opened(content: string | Error, options: Partial<AccountsOptions> = {}) {
  const lines: string[] = [];
  const write = (level: string) => (message: string, fields?: unknown) =>
    void lines.push(`${level} ${message} ${JSON.stringify(fields ?? {})}`);
  const log: Log = {
    debug: write("debug"),
    info: write("info"),
    warning: write("warning"),
    error: write("error"),
  };
  const file = { content };
  let poll = () => Promise.resolve();
  let isWatched = false;
  const accounts = await openAccounts({
    source: { path: "users.json" },
    credentials,
    log,
    readFile: () =>
      typeof file.content === "string"
        ? Promise.resolve(file.content)
        : Promise.reject(file.content),
    schedule: (task) => {
      poll = task;
      isWatched = true;
      return () => isWatched = false;
    },
    ...options,
  });
  const changes: AccountChanges[] = [];
  accounts.onChange((change) => changes.push(change));
  const names = () => accounts.all().map(({ name }) => name);
  return {
    accounts,
    changes,
    names,
    file,
    poll: () => poll(),
    isWatched: () => isWatched,
    /** The lines since the last time. */
    lines: () => lines.splice(0),
  };
}

async function refused(content: string | Error, options: Partial<AccountsOptions> = {}) {
  try {
    await opened(content, options);
  } catch (error) {
    if (error instanceof AccountsError) return error.problems;
    throw error;
  }
  return [];
}

Deno.test("accounts are there by name and in the order of the file; the log has their number", async () => {
  const { accounts, names, lines } = await opened(good);
  assert.deepEqual(names(), ["anna", "ben"]);
  assert.equal(accounts.get("ben")?.credentials.kimai_token, ben.kimai_token);
  assert.equal(accounts.get("constructor"), undefined);
  assert.deepEqual(lines(), ['info Accounts loaded {"accounts":2}']);
});

Deno.test("a changed file is taken over at the next look, and told by what is different", async () => {
  const { names, file, poll, changes, lines } = await opened(good);
  lines();
  await poll();
  assert.deepEqual([changes, lines()], [[], []]);
  file.content = JSON.stringify({ cleo: anna, ben: { ...ben, auth_secret: "hush" } });
  await poll();
  assert.deepEqual(names(), ["cleo", "ben"]);
  assert.deepEqual(changes, [{ removed: ["anna"], changed: ["ben"], added: ["cleo"] }]);
  assert.deepEqual(lines(), [
    'warning Secret in clear in users.json: ben; run "kimai-mcp users rotate ben" to keep only its hash {}',
    'info Accounts read anew {"accounts":2,"added":1,"changed":1,"removed":1}',
  ]);
});

Deno.test("another order, a comment and unknown keys tell nobody of a change", async () => {
  const { file, poll, changes } = await opened(good);
  file.content = JSON.stringify({ _note: "", ben: { ...ben, kimai_user_id: 7 }, anna }, null, 2);
  await poll();
  assert.deepEqual(changes, []);
});

Deno.test("a file that cannot be used keeps the accounts and is complained about once", async () => {
  const { names, file, poll, changes, lines } = await opened(good);
  lines();
  const says = async (content: string | Error) => {
    file.content = content;
    for (let look = 0; look < 4; look++) await poll();
    return lines();
  };
  const start = "error The accounts stay as they were, because they cannot be read anew";
  assert.deepEqual(await says('{"anna": {"kimai_token": "hush",}}'), [
    `${start} {"problems":["Cannot use users.json: it is not JSON, take out the comma before line 1, column 33"]}`,
  ]);
  assert.deepEqual(await says(JSON.stringify({ anna, ben: {} })), [
    `${start} {"problems":["Cannot use the entry \\"ben\\" of users.json: kimai_url is missing, kimai_token is missing"]}`,
  ]);
  assert.deepEqual(await says(new FileError("Cannot read it: permission denied")), [
    `${start} {"problems":["Cannot read it: permission denied"]}`,
  ]);
  assert.deepEqual([names(), changes], [["anna", "ben"], []]);
  assert.deepEqual(await says(good), [
    'info Accounts read anew {"accounts":2,"added":0,"changed":0,"removed":0}',
  ]);
});

Deno.test("a half-written file is waited for and not complained about", async () => {
  const { names, file, poll, lines } = await opened(good);
  lines();
  const whole = JSON.stringify({ anna });
  for (const part of ["", whole.slice(0, 10), whole.slice(0, 20), whole]) {
    file.content = part;
    await poll();
  }
  assert.deepEqual(names(), ["anna"]);
  assert.deepEqual(lines(), [
    'info Accounts read anew {"accounts":1,"added":0,"changed":0,"removed":1}',
  ]);
});

Deno.test("asking for it reads at once, and says again what is wrong", async () => {
  const { accounts, names, file, lines } = await opened(good);
  lines();
  file.content = "[]";
  await accounts.reload();
  await accounts.reload();
  assert.equal(lines().filter((line) => line.startsWith("error")).length, 2);
  file.content = JSON.stringify({ ben });
  await accounts.reload();
  assert.deepEqual(names(), ["ben"]);
});

Deno.test("the last account can be removed while the server runs", async () => {
  const { names, file, poll, changes, lines } = await opened(JSON.stringify({ anna }));
  lines();
  file.content = "{}";
  await poll();
  assert.deepEqual([names(), changes[0].removed], [[], ["anna"]]);
  assert.equal(lines()[0], "warning There are no accounts any more {}");
});

Deno.test("looks that overlap end with what was read last", async () => {
  const pending: ((content: string) => void)[] = [];
  let isFirst = true;
  const { accounts, names } = await opened("", {
    readFile: () => {
      if (isFirst) {
        isFirst = false;
        return Promise.resolve(good);
      }
      return new Promise((resolve) => pending.push(resolve));
    },
  });
  const reloads = [accounts.reload(), accounts.reload()];
  await Promise.resolve();
  pending.shift()!(JSON.stringify({ anna }));
  await reloads[0];
  pending.shift()!(JSON.stringify({ ben }));
  await reloads[1];
  assert.deepEqual(names(), ["ben"]);
});

Deno.test("what a listener is told leads from the accounts before to those after", async () => {
  const some = fc.dictionary(fc.constantFrom("a", "b", "c", "d"), fc.constantFrom("x", "y"));
  const textOf = (tokens: Record<string, string>) =>
    JSON.stringify(
      Object.fromEntries(
        Object.entries(tokens).map(([name, token]) => [name, { ...anna, kimai_token: token }]),
      ),
    );
  await fc.assert(fc.asyncProperty(some, some, async (before, after) => {
    const { file, poll, changes } = await opened(textOf(before), { mayBeEmpty: true });
    file.content = textOf(after);
    await poll();
    const { removed = [], changed = [], added = [] } = changes[0] ?? {};
    const told = { ...before };
    for (const name of removed) delete told[name];
    for (const name of [...changed, ...added]) told[name] = after[name];
    assert.deepEqual({ ...told }, { ...after });
    assert.equal(changed.every((name) => before[name] !== after[name]), true);
    assert.equal(added.some((name) => name in before), false);
  }));
});

Deno.test("at start all problems are named at once", async () => {
  assert.deepEqual(await refused(JSON.stringify({ anna: {}, ben: "x", cleo: anna })), [
    'Cannot use the entry "ben" of users.json: it must be an object, as in {"anna": {"kimai_url": "https://kimai.example.com", "kimai_token": "..."}}',
    'Cannot use the entry "anna" of users.json: kimai_url is missing, kimai_token is missing',
  ]);
  const gone = new FileError("Cannot read it: no", { cause: new Deno.errors.NotFound() });
  assert.deepEqual(await refused(gone), [
    'Cannot read it: no, make one with "kimai-mcp users add NAME"',
  ]);
});

Deno.test("a source without accounts ends the start, unless somebody gets in another way", async () => {
  const sentence = 'There are no accounts in users.json: run "kimai-mcp users add NAME"';
  assert.deepEqual(await refused("{}"), [sentence]);
  assert.deepEqual((await opened("{}", { mayBeEmpty: true })).names(), []);
  assert.deepEqual((await opened("", { source: {} })).names(), []);
});

Deno.test("the file counts more than USERS_CONFIG, and that more than the variables", async () => {
  const variables = new Map([
    ["KIMAI_USER_CLEO_URL", { text: "https://kimai.test" }],
    ["KIMAI_USER_CLEO_TOKEN", { text: "t" }],
  ]);
  const text = JSON.stringify({ ben });
  const path = "users.json";
  const from = async (source: AccountsOptions["source"]) => {
    const { names, isWatched } = await opened(JSON.stringify({ anna }), { source });
    return [names(), isWatched()];
  };
  assert.deepEqual(await from({ path, text, variables }), [["anna"], true]);
  assert.deepEqual(await from({ text, variables }), [["ben"], false]);
  assert.deepEqual(await from({ variables }), [["cleo"], false]);
  assert.deepEqual(await refused("", { source: { text: "hush" } }), [
    'Cannot use USERS_CONFIG: it must be one JSON object, such as {"anna": {"kimai_url": "https://kimai.example.com", "kimai_token": "..."}}',
  ]);
});

Deno.test("variables go on counting more when the file changes", async () => {
  const variables = new Map([["KIMAI_USER_ANNA_AUTH_SECRET", { text: "fromVariable" }]]);
  const source = { path: "users.json", variables };
  const { accounts, file, poll } = await opened(good, { source });
  file.content = JSON.stringify({ anna: { ...anna, auth_secret: "fromFile" } });
  await poll();
  assert.deepEqual(accounts.get("anna")?.secret, { clear: "fromVariable" });
});

Deno.test("a listener that left hears nothing, one that fails keeps nobody from hearing", async () => {
  const { accounts, file, poll, changes, lines } = await opened(good);
  lines();
  const heard: string[] = [];
  accounts.onChange(() => {
    throw new Error("no");
  });
  accounts.onChange(() => heard.push("stays"));
  const leave = accounts.onChange(() => heard.push("left"));
  leave();
  file.content = JSON.stringify({ anna });
  await poll();
  assert.deepEqual([heard, changes.length], [["stays"], 1]);
  assert.match(lines()[0], /^error A change of the accounts was not taken up everywhere/);
});

Deno.test("closing ends the watching", async () => {
  const { accounts, isWatched } = await opened(good);
  assert.equal(isWatched(), true);
  accounts.close();
  assert.equal(isWatched(), false);
});

Deno.test("a real file is read again when another takes its place, and the timer keeps nothing alive", () =>
  inFolder(async (path) => {
    await writeAtomically(path("users.json"), good);
    const { accounts, names } = await opened("", {
      source: { path: path("users.json") },
      readFile: undefined,
      schedule: undefined,
    });
    await writeAtomically(path("users.json"), JSON.stringify({ ben }));
    await accounts.reload();
    assert.deepEqual(names(), ["ben"]);
    accounts.close();
  }));
