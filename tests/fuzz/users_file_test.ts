import assert from "node:assert/strict";
import fc from "fast-check";
import { openAccounts } from "../../src/accounts/live.ts";
import type { Fields, Log } from "../../src/lib/log.ts";
import { credentials, hashOfSecret } from "../accounts/support.ts";
import { damage, smallDamage } from "./damage.ts";
import { hostileText, hostileValue } from "./hostile.ts";
import { runs } from "./runs.ts";

const people = ["anna", "ben", "carla"];
const secrets = people.flatMap((name) => [`token-of-${name}`, `secret-of-${name}`]);
const good = JSON.stringify(
  Object.fromEntries(people.map((name) => [name, {
    kimai_url: "https://kimai.test",
    kimai_token: `token-of-${name}`,
    auth_secret: `secret-of-${name}`,
  }])),
  null,
  2,
);

/** Accounts from a text that the test replaces, and everything that was said of them. */
async function watch(text: string, legacySlugs = false) {
  const file = { text };
  const said: string[] = [];
  const note = (message: string, fields?: Fields) =>
    void said.push(`${message} ${JSON.stringify(fields)}`);
  const log: Log = { debug: note, info: note, warning: note, error: note };
  const accounts = await openAccounts({
    source: { path: "users.json" },
    credentials,
    log,
    legacySlugs,
    mayBeEmpty: true,
    readFile: () => Promise.resolve(file.text),
    schedule: () => () => {},
  });
  return { accounts, file, said };
}

Deno.test("a damaged users.json changes all accounts or none, and nobody is told a secret", async () => {
  const property = fc.asyncProperty(
    fc.array(smallDamage, { minLength: 1, maxLength: 3 }),
    async (spoils) => {
      const { accounts, file, said } = await watch(good);
      const before = accounts.all();
      file.text = spoils.reduce((text, spoil) => spoil(text), good);
      await accounts.reload();
      const stays = said.some((line) => line.includes("stay as they were"));
      if (stays) assert.deepEqual(accounts.all(), before);
      for (const secret of secrets) assert(!said.join("\n").includes(secret), said.join("\n"));
      accounts.close();
    },
  );
  await fc.assert(property, runs(300));
});

Deno.test("whatever users.json becomes, nothing throws, and who was removed does not come back", async () => {
  const property = fc.asyncProperty(
    fc.oneof(
      damage,
      hostileValue.map((value) => () => JSON.stringify(value)),
      hostileText.map((text) => () => text),
    ),
    async (spoil) => {
      const { accounts, file } = await watch(good);
      const { carla: _, ...rest } = JSON.parse(good);
      file.text = JSON.stringify(rest);
      await accounts.reload();
      assert.equal(accounts.get("carla"), undefined);
      file.text = spoil(file.text);
      await accounts.reload();
      assert.equal(accounts.get("carla"), undefined);
      for (const account of accounts.all()) assert.match(account.name, /^[a-zA-Z0-9-][\w-]*$/);
      accounts.close();
    },
  );
  await fc.assert(property, runs(300));
});

Deno.test("an entry of any fields is an account or a problem, and a problem has no value of it", async () => {
  const fields = fc.dictionary(
    fc.oneof(
      fc.constantFrom(
        "kimai_url",
        "kimai_token",
        "ssl_verify",
        "auth_secret",
        "auth_secret_hash",
        "oidc_identity",
      ),
      fc.constantFrom("__proto__", "constructor", "toString", "_comment"),
    ),
    fc.oneof(hostileValue, fc.constant(hashOfSecret), fc.constant("a-value-of-somebody")),
  );
  const property = fc.asyncProperty(fields, async (fields) => {
    const { accounts, file, said } = await watch(good);
    file.text = JSON.stringify({ anna: fields });
    await accounts.reload();
    assert.equal(accounts.all().length, said.some((line) => line.includes("stay as")) ? 3 : 1);
    assert(!said.join("\n").includes("a-value-of-somebody"));
    accounts.close();
  });
  await fc.assert(property, runs(300));
});
