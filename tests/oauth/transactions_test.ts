import assert from "node:assert/strict";
import {
  findTransaction,
  knownClient,
  openTransaction,
  takeTransaction,
} from "../../src/oauth/transactions.ts";
import { challenge, createFlow, lifetimes } from "./support.ts";

const request = {
  clientId: "web",
  redirectUri: "https://claude.test/callback",
  scopes: ["kimai:read"],
  resource: "https://mcp.test/mcp",
  challenge,
};

async function start() {
  const { services, clock } = await createFlow();
  const txn = await openTransaction(services, request, "mine");
  return { services, clock, txn };
}

Deno.test("a request is found again by its name and in its browser, as it was", async () => {
  const { services, txn } = await start();
  const { browser, expiresAt, ...found } = (await findTransaction(services, txn, "mine"))!;
  assert.deepEqual(found, request);
  assert.equal(expiresAt, services.now() + lifetimes.pending);
  assert.notEqual(browser, "mine");
  assert.equal(await findTransaction(services, txn, "another"), undefined);
  assert.equal(await findTransaction(services, txn, undefined), undefined);
  assert.equal(await findTransaction(services, "another", "mine"), undefined);
});

Deno.test("the store does not know the name of a request, nor its browser's cookie", async () => {
  const { services, txn } = await start();
  const kept = JSON.stringify(await services.store.find("pending", () => true));
  assert.equal(kept.includes(txn) || kept.includes('"mine"'), false);
});

Deno.test("of many who take a request one gets it", async () => {
  const { services, txn } = await start();
  const takes = Array.from({ length: 50 }, () => takeTransaction(services, txn, "mine"));
  assert.equal((await Promise.all(takes)).filter(Boolean).length, 1);
});

Deno.test("who takes another browser's request leaves it there", async () => {
  const { services, txn } = await start();
  assert.equal(await takeTransaction(services, txn, "another"), undefined);
  assert.equal((await takeTransaction(services, txn, "mine"))?.clientId, "web");
});

Deno.test("a request ends in its time, also when the clock was wrong", async () => {
  const { services, clock, txn } = await start();
  clock.pass(lifetimes.pending - 1);
  assert(await findTransaction(services, txn, "mine"));
  clock.pass(1);
  assert.equal(await takeTransaction(services, txn, "mine"), undefined);
  clock.pass(-3 * 86_400);
  assert.equal(await findTransaction(services, txn, "mine"), undefined);
});

Deno.test("a client that is gone is an error of OAuth", async () => {
  const pending = { ...request, browser: "", expiresAt: 0 };
  await assert.rejects(knownClient({ find: () => Promise.resolve(undefined) }, pending), {
    code: "invalid_client",
  });
});
