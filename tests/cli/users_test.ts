import assert from "node:assert/strict";
import { createSecretVerifier } from "../../src/accounts/secrets.ts";
import { parseUsers } from "../../src/accounts/users_file.ts";
import type { CommandContext } from "../../src/cli/command.ts";
import { users } from "../../src/cli/users.ts";
import { kimai } from "../../src/connectors/kimai/mod.ts";
import { inFolder, namesIn } from "../support/folder.ts";
import { commandContext } from "../support/command.ts";
import { withOutput } from "../support/output.ts";

const credentials = {
  kimai_url: "https://kimai.test:8443/x",
  kimai_token: "token-of-anna",
  ssl_verify: "true",
};

function contextOf(words: string[], settings: Record<string, unknown>): CommandContext {
  return commandContext({
    words,
    settings: { ssl_verify: "true", json: false, ...settings },
  });
}

/** Runs the command on a file, with an administrator's settings around it. */
function on(file: string) {
  return (words: string, settings: Record<string, unknown> = {}) =>
    withOutput(() =>
      users.run(contextOf(words.split(" ").filter(Boolean), { users_config: file, ...settings }))
    );
}

async function accountsIn(file: string) {
  return parseUsers(await Deno.readTextFile(file), [kimai.credentials]);
}

async function signsIn(file: string, name: string, secret: string): Promise<boolean> {
  const account = (await accountsIn(file)).accounts.find((each) => each.name === name);
  return await createSecretVerifier().verify(account?.secret, secret);
}

const secretIn = (out: string) => /[0-9a-f]{40}/.exec(out)?.[0] ?? "";

Deno.test("users add makes a file, prints the secret once and keeps only its hash", () =>
  inFolder(async (path) => {
    const file = path("users.json");
    const { value, out, err } = await on(file)("add anna", credentials);
    assert.deepEqual([value, err], [0, ""]);
    const secret = secretIn(out);
    assert.equal(
      out,
      `Added anna to ${file}.\n\nSecret of anna: ${secret}\n\nIt is shown this once, the file keeps only its hash. Hand it to anna in private: with this name and secret they sign in.\n`,
    );
    const { anna } = JSON.parse(await Deno.readTextFile(file));
    const { kimai_url, kimai_token } = credentials;
    const { auth_secret_hash } = anna;
    assert.deepEqual(anna, { kimai_url, kimai_token, auth_secret_hash });
    assert.equal(await signsIn(file, "anna", secret), true);
    assert.equal(await signsIn(file, "anna", auth_secret_hash), false);
    assert.deepEqual(await namesIn(path("")), [".users.json.lock", "users.json"]);
    if (Deno.build.os !== "windows") assert.equal((await Deno.stat(file)).mode! & 0o777, 0o600);
  }));

Deno.test("users add answers programs in JSON, and writes down what is not the default", () =>
  inFolder(async (path) => {
    const file = path("users.json");
    const settings = { ...credentials, ssl_verify: "/etc/ca.pem", json: true };
    const { out } = await on(file)("add anna", settings);
    const { name, secret } = JSON.parse(out);
    assert.deepEqual([name, await signsIn(file, "anna", secret)], ["anna", true]);
    assert.equal((await accountsIn(file)).accounts[0].credentials.ssl_verify, "/etc/ca.pem");
  }));

const kept = `{
    "_note": "mind the order",
    "zoe": {"kimai_url": "https://kimai.test", "kimai_token": "t", "kimai_user_id": 7},

    "42": {
        "auth_secret": "in clear",
        "kimai_url": "https://kimai.test",
        "kimai_token": "t",
        "note": "keeps her place"
    }
}
`;

Deno.test("users add, rotate and remove change what they must and keep everything else", () =>
  inFolder(async (path) => {
    const file = path("users.json");
    await Deno.writeTextFile(file, kept, { mode: 0o600 });
    await on(file)("add anna", credentials);
    const added = await Deno.readTextFile(file);
    assert.equal(added.startsWith(kept.slice(0, kept.lastIndexOf("\n}"))), true);
    const { out } = await on(file)("rotate 42");
    const rotated = await Deno.readTextFile(file);
    const withoutHash = rotated.replace(
      /"auth_secret_hash": "scrypt[^"]*"/,
      '"auth_secret": "in clear"',
    );
    assert.equal(withoutHash, added);
    assert.equal(await signsIn(file, "42", secretIn(out)), true);
    assert.equal(await signsIn(file, "42", "in clear"), false);
    await on(file)("remove anna");
    await on(file)("remove 42");
    const left = kept.slice(0, kept.indexOf(',\n\n    "42"'));
    assert.equal(await Deno.readTextFile(file), `${left}\n}\n`);
  }));

Deno.test("users rotate gives a secret to who has none, and says what ends", () =>
  inFolder(async (path) => {
    const file = path("users.json");
    await Deno.writeTextFile(file, kept, { mode: 0o600 });
    const { value, out } = await on(file)("rotate zoe");
    assert.equal(value, 0);
    const sentence =
      `Changed the secret of zoe in ${file}: what was signed in with the old one ends.\n`;
    assert.equal(out.startsWith(sentence), true);
    assert.equal(await signsIn(file, "zoe", secretIn(out)), true);
  }));

Deno.test("users remove says what happens to the person's sign-ins", () =>
  inFolder(async (path) => {
    const file = path("users.json");
    await Deno.writeTextFile(file, kept, { mode: 0o600 });
    const { out } = await on(file)("remove zoe");
    assert.equal(
      out,
      `Removed zoe from ${file}: a running server ends the sign-ins of zoe within seconds. The API token goes on working in Kimai until it is deleted there.\n`,
    );
    assert.deepEqual(JSON.parse((await on(file)("remove 42", { json: true })).out), { name: "42" });
    assert.deepEqual((await accountsIn(file)).accounts, []);
  }));

Deno.test("users list shows names, hosts and kinds of secrets, and no secret", () =>
  inFolder(async (path) => {
    const file = path("users.json");
    await Deno.writeTextFile(file, kept, { mode: 0o600 });
    await on(file)("add anna", credentials);
    const { value, out, err } = await on(file)("list");
    const notice =
      `Secret in clear in ${file}: 42; run "kimai-mcp users rotate 42" to keep only its hash\n`;
    assert.deepEqual([value, err], [0, notice]);
    assert.equal(
      out,
      `Name  Host             Secret
zoe   kimai.test       none
42    kimai.test       clear
anna  kimai.test:8443  hashed
`,
    );
    assert.deepEqual(JSON.parse((await on(file)("list", { json: true })).out), [
      { name: "zoe", host: "kimai.test", secret: "none" },
      { name: "42", host: "kimai.test", secret: "clear" },
      { name: "anna", host: "kimai.test:8443", secret: "hashed" },
    ]);
  }));

Deno.test("users list shows what it can of a file with a problem, and fails", () =>
  inFolder(async (path) => {
    const file = path("users.json");
    await Deno.writeTextFile(
      file,
      '{"anna": {"kimai_token": "hush"}, "ben": {"kimai_url": "no address", "kimai_token": "hush"}}',
      { mode: 0o600 },
    );
    assert.deepEqual(await on(file)("list"), {
      value: 1,
      out: "Name  Host  Secret\nben   ?     none\n",
      err: `Cannot use the entry "anna" of ${file}: kimai_url is missing\n`,
    });
    await Deno.writeTextFile(file, "{}");
    assert.deepEqual(await on(file)("list"), {
      value: 0,
      out: `${file} has no accounts\n`,
      err: "",
    });
  }));

const misuses: [words: string, sentence: string][] = [
  ["", "Cannot tell what to do with users: write add, list, rotate or remove"],
  ["delete anna", 'Cannot "delete" users: write add, list, rotate or remove'],
  ["constructor anna", 'Cannot "constructor" users: write add, list, rotate or remove'],
  ["add", "Cannot add nobody: write users add NAME"],
  ["rotate", "Cannot rotate nobody: write users rotate NAME"],
  ["list anna", 'Cannot use "anna" after users list'],
  ["remove anna ben", 'Cannot use "ben" after users remove'],
  [
    "add ../anna",
    'Cannot use "../anna" as a name: write letters, digits, - and _, and not _ first',
  ],
  ["add _anna", 'Cannot use "_anna" as a name: write letters, digits, - and _, and not _ first'],
  [
    "add anna",
    'Cannot add "anna": give --kimai-url (KIMAI_URL) and --kimai-token (KIMAI_API_TOKEN) as well',
  ],
];

for (const [words, sentence] of misuses) {
  Deno.test(`users ${words}: called wrongly, nothing is written`, () =>
    inFolder(async (path) => {
      const output = await on(path("users.json"))(words);
      assert.deepEqual(output, { value: 2, out: "", err: `${sentence}\n` });
      assert.deepEqual(await namesIn(path("")), []);
    }));
}

const refusals: [words: string, sentence: (file: string) => string][] = [
  [
    "add zoe",
    (file) =>
      `Cannot add "zoe": ${file} has it already, "kimai-mcp users rotate zoe" makes a new secret`,
  ],
  ["rotate zoo", (file) => `There is no "zoo" in ${file}: did you mean "zoe"?`],
  [
    "remove nobody",
    (file) => `There is no "nobody" in ${file}: "kimai-mcp users list" shows who is there`,
  ],
];

for (const [words, sentence] of refusals) {
  Deno.test(`users ${words}: refused, and the file is as it was`, () =>
    inFolder(async (path) => {
      const file = path("users.json");
      await Deno.writeTextFile(file, kept, { mode: 0o600 });
      const output = await on(file)(words, credentials);
      assert.deepEqual(output, { value: 1, out: "", err: `${sentence(file)}\n` });
      assert.equal(await Deno.readTextFile(file), kept);
    }));
}

Deno.test("a file that is no JSON is refused by its place and stays as it is", () =>
  inFolder(async (path) => {
    const file = path("users.json");
    const broken = '{"anna": {"kimai_token": "hush",}}';
    await Deno.writeTextFile(file, broken, { mode: 0o600 });
    for (const words of ["add ben", "rotate anna", "remove anna", "list"]) {
      assert.deepEqual(await on(file)(words, credentials), {
        value: 1,
        out: "",
        err: `Cannot use ${file}: it is not JSON, take out the comma before line 1, column 33\n`,
      });
    }
    assert.equal(await Deno.readTextFile(file), broken);
  }));

Deno.test("an entry that is no object cannot be rotated, only removed", () =>
  inFolder(async (path) => {
    const file = path("users.json");
    await Deno.writeTextFile(file, '{"anna": "x"}', { mode: 0o600 });
    const { value, err } = await on(file)("rotate anna");
    const sentence = "Cannot change an entry that is no object: remove it and add it again\n";
    assert.deepEqual([value, err], [1, sentence]);
    assert.equal((await on(file)("remove anna")).value, 0);
  }));

Deno.test("without a file only add makes one", () =>
  inFolder(async (path) => {
    const file = path("users.json");
    for (const words of ["list", "rotate anna", "remove anna"]) {
      const { value, err } = await on(file)(words);
      const sentence = `Cannot read ${JSON.stringify(file)}: there is no such file or folder\n`;
      assert.deepEqual([value, err], [1, sentence]);
    }
  }));

Deno.test("two additions at once are both there", () =>
  inFolder(async (path) => {
    const file = path("users.json");
    await withOutput(() =>
      Promise.all(["anna", "ben", "cleo"].map((name) =>
        users.run(contextOf(["add", name], { ...credentials, users_config: file }))
      ))
    );
    const names = (await accountsIn(file)).accounts.map(({ name }) =>
      name
    );
    assert.deepEqual(names.sort(), ["anna", "ben", "cleo"]);
  }));

Deno.test({
  name: "a file that everybody can read keeps its mode, and that is said",
  ignore: Deno.build.os === "windows",
  fn: () =>
    inFolder(async (path) => {
      const file = path("users.json");
      await Deno.writeTextFile(file, "{}");
      await Deno.chmod(file, 0o644);
      const { value, err } = await on(file)("add anna", credentials);
      assert.equal((await Deno.stat(file)).mode! & 0o777, 0o644);
      const sentence = `Everybody on this machine can read ${file}: run chmod 600 ${
        JSON.stringify(file)
      }\n`;
      assert.deepEqual([value, err], [0, sentence]);
    }),
});

Deno.test("what a killed process left is cleared away by the next change", () =>
  inFolder(async (path) => {
    await Deno.writeTextFile(path(".users.json.1234.tmp"), "secret");
    await on(path("users.json"))("add anna", credentials);
    assert.deepEqual(await namesIn(path("")), [".users.json.lock", "users.json"]);
  }));

Deno.test("without --users-config the file is users.json in the working directory", async () => {
  const { value, err } = await withOutput(() => users.run(contextOf(["list"], {})));
  const sentence = 'Cannot read "users.json": there is no such file or folder\n';
  assert.deepEqual([value, err], [1, sentence]);
});
