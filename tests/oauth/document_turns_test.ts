import assert from "node:assert/strict";
import { createTurns } from "../../src/oauth/document_turns.ts";
import { OAuthError } from "../../src/oauth/errors.ts";

const isBusy = (error: Error) =>
  error instanceof OAuthError && error.code === "temporarily_unavailable" && error.status === 503;

Deno.test("46: as many at once as may be, for each key, and again once one is given back", () => {
  const take = createTurns({ atOnce: 2, perMinute: 100, now: () => 0 });
  const giveBack = take("a");
  take("a");
  assert.throws(() => take("a"), isBusy);
  take("b");
  giveBack();
  take("a");
  assert.throws(() => take("a"), isBusy);
});

Deno.test("46: as many a minute as may be, however fast they are through", () => {
  let seconds = 600;
  const take = createTurns({ atOnce: 2, perMinute: 3, now: () => seconds });
  for (let count = 0; count < 3; count++) take("a")();
  assert.throws(() => take("a"), isBusy);
  seconds = 659;
  assert.throws(() => take("a"), isBusy);
  seconds = 660;
  take("a")();
});

Deno.test("68: a clock that jumps back opens nothing for ever", () => {
  let seconds = 6000;
  const take = createTurns({ atOnce: 1, perMinute: 1, now: () => seconds });
  take("a")();
  seconds = 0;
  take("a")();
  assert.throws(() => take("a"), isBusy);
  seconds = 60;
  take("a")();
});

Deno.test("69: keys without number cost no memory without end", () => {
  const take = createTurns({ atOnce: 1, perMinute: 1, now: () => 0 });
  for (let count = 0; count < 10_000; count++) take(`key ${count}`)();
  assert.throws(() => take("key 9999"), isBusy);
  take("key 0");
});
