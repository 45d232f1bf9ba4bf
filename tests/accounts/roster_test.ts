import assert from "node:assert/strict";
import { createRoster } from "../../src/accounts/roster.ts";
import { silentLog } from "../../src/lib/log.ts";
import { accountOf, anna, ben } from "./support.ts";

const [one, two] = [accountOf(anna, "anna"), accountOf(ben, "ben")];
const changed = accountOf({ ...anna, kimai_token: "new" }, "anna");

Deno.test("accounts are replaced as a whole, and what was handed out before stays as it was", () => {
  const { accounts, replace } = createRoster([one, two], silentLog);
  const before = accounts.all();
  assert.deepEqual(replace([changed]), { removed: ["ben"], changed: ["anna"], added: [] });
  assert.deepEqual(before, [one, two]);
  assert.deepEqual(accounts.all(), [changed]);
  assert.equal(accounts.get("anna"), changed);
  assert.equal(accounts.get("ben"), undefined);
});

Deno.test("listeners find the new accounts there, and hear nothing of what is the same", () => {
  const { accounts, replace } = createRoster([one], silentLog);
  const heard: unknown[] = [];
  accounts.onChange((changes) => heard.push([changes, accounts.all()]));
  replace([accountOf(anna, "anna")]);
  assert.deepEqual(heard, []);
  replace([one, two]);
  assert.deepEqual(heard, [[{ removed: [], changed: [], added: ["ben"] }, [one, two]]]);
});

Deno.test("a listener may leave while it is told", () => {
  const { accounts, replace } = createRoster([], silentLog);
  const heard: string[] = [];
  const leave = accounts.onChange(() => {
    heard.push("first");
    leave();
  });
  accounts.onChange(() => heard.push("second"));
  replace([one]);
  replace([two]);
  assert.deepEqual(heard, ["first", "second", "second"]);
});
