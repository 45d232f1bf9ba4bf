import assert from "node:assert/strict";
import { createDevices } from "../../src/oauth/devices.ts";
import { accountOf } from "../accounts/support.ts";

const fields = { kimai_url: "https://kimai.test", kimai_token: "t", auth_secret: "secret" };
const anna = accountOf(fields);

Deno.test("a mark is recognised for the account it was made for, each by a name of its own", () => {
  const devices = createDevices();
  const [one, other] = [devices.markFor(anna), devices.markFor(anna)];
  const names = [one, other].map((mark) => devices.recognise(anna, mark));
  assert(names.every((name) => /^[\w-]{22}$/.test(name ?? "")));
  assert.notEqual(names[0], names[1]);
});

Deno.test("a mark says nothing to another account, another secret or another server", () => {
  const devices = createDevices();
  const mark = devices.markFor(anna);
  assert.equal(devices.recognise(accountOf(fields, "ben"), mark), undefined);
  assert.equal(devices.recognise(accountOf({ ...fields, auth_secret: "new" }), mark), undefined);
  assert.equal(devices.recognise(undefined, mark), undefined);
  assert.equal(createDevices().recognise(anna, mark), undefined);
});

Deno.test("another token for the upstream changes nothing", () => {
  const devices = createDevices();
  const mark = devices.markFor(anna);
  assert(devices.recognise(accountOf({ ...fields, kimai_token: "u" }), mark));
});

Deno.test("a mark that somebody made up is none", () => {
  const devices = createDevices();
  const [id, signature] = devices.markFor(anna).split(".");
  const flipped = (text: string) => (text[0] === "A" ? "B" : "A") + text.slice(1);
  const made = [`${flipped(id)}.${signature}`, `${id}.${flipped(signature)}`, id, "", "a.b"];
  for (const mark of [...made, undefined]) {
    assert.equal(devices.recognise(anna, mark), undefined);
  }
});
