import assert from "node:assert/strict";
import { createSecretVerifier } from "../../src/accounts/secrets.ts";
import { checkCredentials } from "../../src/oauth/credentials.ts";
import { createDevices } from "../../src/oauth/devices.ts";
import { createThrottle } from "../../src/oauth/throttle.ts";
import { accountOf, cheap } from "../accounts/support.ts";

const fields = { kimai_url: "https://kimai.test", kimai_token: "t" };
const anna = accountOf({ ...fields, auth_secret: "secret" }, "anna");
const nobody = accountOf(fields, "without-a-secret");

function start() {
  const known = new Map([anna, nobody].map((account) => [account.name, account]));
  const accounts = {
    get: (name: string) => known.get(name),
    all: () => [...known.values()],
    onChange: () => () => {},
  };
  const secrets = createSecretVerifier({ cost: cheap });
  const guards = { throttle: createThrottle({ now: () => 0 }), devices: createDevices() };
  const check = (username: string, secret: string, mark?: string) =>
    checkCredentials({ accounts, secrets }, guards, {
      username,
      secret,
      address: "192.0.2.1",
      mark,
    });
  return { check, guards };
}

Deno.test("a name and its secret are an account", async () => {
  const { check } = start();
  assert.deepEqual(await check("anna", "secret"), { account: anna });
});

Deno.test("what does not belong together is wrong, whoever is there", async () => {
  const { check } = start();
  const tries = [["anna", "guess"], ["nobody", "secret"], [nobody.name, "secret"], [
    "Anna",
    "secret",
  ]];
  for (const [name, secret] of tries) assert.deepEqual(await check(name, secret), { why: "wrong" });
});

Deno.test("what can be nobody's is refused at once, and slows nothing down", async () => {
  const { check } = start();
  for (const name of ["", " ", "anna ", "ánna", "a/b", "a\nb", "x".repeat(129)]) {
    assert.deepEqual(await check(name, "secret"), { why: "malformed" });
  }
  for (const secret of ["", "x".repeat(1025)]) {
    assert.deepEqual(await check("anna", secret), { why: "malformed" });
  }
  assert.deepEqual(await check("anna", "secret"), { account: anna });
});

Deno.test("who guesses waits, and whose browser is known does not", async () => {
  const { check, guards } = start();
  for (let at = 0; at < 5; at++) await check("anna", "guess");
  assert.deepEqual(await check("anna", "secret"), { why: "throttled", wait: 1 });
  const mark = guards.devices.markFor(anna);
  assert.deepEqual(await check("anna", "secret", mark), { account: anna });
});
