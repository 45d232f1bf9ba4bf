import assert from "node:assert/strict";
import { createDemoKimai } from "../../../../src/connectors/kimai/demo/mod.ts";
import { BrokenOff, withTrouble } from "../../../../src/connectors/kimai/demo/trouble.ts";

const ping = "https://kimai.test/api/ping";
const demo = createDemoKimai({ seed: "empty" });
const headers = { Authorization: "Bearer token_super", "Content-Type": "application/json" };

/** What became of some requests: the status, or "broken off". */
async function outcomes(fetch: typeof demo.fetch, requests: number): Promise<(number | string)[]> {
  const found: (number | string)[] = [];
  for (let count = 0; count < requests; count++) {
    try {
      found.push((await fetch(ping, { headers })).status);
    } catch (error) {
      assert(error instanceof BrokenOff);
      found.push("broken off");
    }
  }
  return found;
}

Deno.test("without trouble nothing happens", async () => {
  assert.deepEqual(await outcomes(withTrouble(demo.fetch), 3), [200, 200, 200]);
});

Deno.test("all requests fail at 100 percent, in turn in each way", async () => {
  const fetch = withTrouble(demo.fetch, { failPercent: 100 });
  const turn = [500, 502, 503, 429, "broken off"];
  assert.deepEqual(await outcomes(fetch, 7), [...turn, 500, 502]);
});

Deno.test("a share of the requests fails, spread evenly and always the same", async () => {
  const seen = [200, 200, 200, 500, 200, 200, 502, 200, 200, 503];
  for (const _again of [1, 2]) {
    assert.deepEqual(await outcomes(withTrouble(demo.fetch, { failPercent: 30 }), 10), seen);
  }
});

Deno.test("of a hundred requests exactly the share fails", async () => {
  for (const failPercent of [0, 1, 7, 29, 50, 99]) {
    const found = await outcomes(withTrouble(demo.fetch, { failPercent }), 100);
    assert.equal(found.filter((outcome) => outcome !== 200).length, failPercent, `${failPercent}`);
  }
});

Deno.test("failures look as real ones do", async () => {
  const fetch = withTrouble(demo.fetch, { failPercent: 100 });
  const seen = [];
  for (let count = 0; count < 4; count++) {
    const response = await fetch(ping, { headers });
    const text = await response.text();
    seen.push([
      response.headers.get("Content-Type"),
      response.headers.get("Retry-After"),
      text.startsWith("<") ? text.slice(0, 6) : JSON.parse(text),
    ]);
  }
  assert.deepEqual(seen, [
    ["application/json", null, { code: 500, message: "Internal Server Error" }],
    ["text/html", null, "<html>"],
    ["application/json", "1", { code: 503, message: "Service Unavailable" }],
    ["application/json", "1", { code: 429, message: "Too Many Requests" }],
  ]);
  await assert.rejects(() => fetch(ping, { headers }), TypeError);
});

Deno.test("a write that fails never took effect", async () => {
  const kimai = createDemoKimai({ seed: "empty" });
  const fetch = withTrouble(kimai.fetch, { failPercent: 50 });
  const statuses: (number | string)[] = [];
  for (let count = 0; count < 10; count++) {
    const init = { method: "POST", headers, body: JSON.stringify({ name: `Customer ${count}` }) };
    const write = fetch("https://kimai.test/api/customers", init);
    statuses.push(await write.then(({ status }) => status, () => "broken off"));
  }
  const turn = [200, 500, 200, 502, 200, 503, 200, 429, 200, "broken off"];
  assert.deepEqual(statuses, turn);
  const names = [...kimai.state.customers.values()].map(({ name }) => name);
  assert.deepEqual(names, [0, 2, 4, 6, 8].map((count) => `Customer ${count}`));
});

Deno.test("latency comes before every answer, failures included", async () => {
  const waits: number[] = [];
  const sleep = (ms: number) => {
    waits.push(ms);
    return Promise.resolve();
  };
  const fetch = withTrouble(demo.fetch, { latency: 250, failPercent: 50, sleep });
  assert.deepEqual(await outcomes(fetch, 4), [200, 500, 200, 502]);
  assert.deepEqual(waits, [250, 250, 250, 250]);
});

Deno.test("a request that is cancelled is not waited for", async () => {
  const fetch = withTrouble(demo.fetch, { latency: 600_000 });
  const stop = new AbortController();
  const answer = fetch(ping, { headers, signal: stop.signal });
  stop.abort(new Error("Enough"));
  await assert.rejects(answer, { message: "Enough" });
  await assert.rejects(fetch(new Request(ping, { signal: stop.signal })), { message: "Enough" });
});

Deno.test("a latency or share that cannot be is refused", () => {
  assert.throws(() => withTrouble(demo.fetch, { latency: -1 }), {
    name: "RangeError",
    message: "Cannot wait -1 ms: give 0 or more",
  });
  for (const failPercent of [-1, 101, NaN]) {
    assert.throws(() => withTrouble(demo.fetch, { failPercent }), {
      name: "RangeError",
      message: `Cannot let ${failPercent} % of the requests fail: give 0 to 100`,
    });
  }
});
