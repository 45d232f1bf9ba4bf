import assert from "node:assert/strict";
import { Hono } from "hono";
import type { Env } from "../../src/oauth/context.ts";
import { signedIn, signIn, signOut } from "../../src/oauth/sign_ins.ts";
import { Browser } from "../support/browser.ts";
import { createFlow, lifetimes, people } from "./support.ts";

const name = "__Host-kimai_mcp_sign_in";

/** Signing in, out and asking who is, by path. */
async function start() {
  const flow = await createFlow();
  const { services } = flow;
  const app = new Hono<Env>()
    .get("/in/:name", async (c) => {
      await signIn(c, services, services.accounts.get(c.req.param("name"))!);
      return c.text("");
    })
    .get("/out", async (c) => {
      await signOut(c, services);
      return c.text("");
    })
    .get("/who", async (c) => c.json(await signedIn(c, services) ?? null));
  const browser = new Browser((request) => app.fetch(request), "https://mcp.test");
  const who = async () => JSON.parse((await browser.open("/who")).html)?.account.name;
  return { ...flow, browser, who };
}

Deno.test("somebody is signed in until they sign out", async () => {
  const { browser, who, services } = await start();
  assert.equal(await who(), undefined);
  await browser.open("/in/anna");
  assert.equal(await who(), "anna");
  await browser.open("/in/ben");
  assert.equal(await who(), "ben");
  assert.equal(services.store.count("signIn"), 1);
  await browser.open("/out");
  assert.equal(await who(), undefined);
  assert.deepEqual([services.store.count("signIn"), browser.cookie(name)], [0, undefined]);
});

Deno.test("each sign-in has a name of its own, which the store does not know", async () => {
  const { browser, services } = await start();
  await browser.open("/in/anna");
  const first = browser.cookie(name)!;
  await browser.open("/in/anna");
  assert.notEqual(browser.cookie(name), first);
  const kept = JSON.stringify(await services.store.find("signIn", () => true));
  assert.equal(kept.includes(browser.cookie(name)!), false);
});

Deno.test("a sign-in ends in its time, also when the clock was wrong", async () => {
  const { browser, who, clock } = await start();
  await browser.open("/in/anna");
  clock.pass(lifetimes.signIn - 1);
  assert.equal(await who(), "anna");
  clock.pass(1);
  assert.equal(await who(), undefined);
  clock.pass(-3 * 86_400);
  assert.equal(await who(), undefined);
});

Deno.test("a sign-in ends with the account or its secret, and comes back with nobody", async () => {
  const { browser, who, setAccounts } = await start();
  await browser.open("/in/anna");
  setAccounts({ ben: people.ben });
  assert.equal(await who(), undefined);
  setAccounts({ ...people, anna: "another person's" });
  assert.equal(await who(), undefined);
});
