import assert from "node:assert/strict";
import {
  clockFinding,
  createWitness,
  limitsFinding,
  pauseBriefly,
  type Seen,
  timeReads,
} from "../../../../src/connectors/kimai/diagnose/traffic.ts";

const now = Temporal.Instant.from("2026-11-20T09:00:00.500Z");

async function seenOf(init: ResponseInit): Promise<readonly Seen[]> {
  const answer = () => Promise.resolve(new Response("x", init));
  const { fetch, seen } = createWitness(answer, () => now);
  await fetch("https://kimai.test");
  return seen;
}

const dated = (date: string) => seenOf({ headers: { Date: date } });

Deno.test("clocks are compared by what the server's answer says", async () => {
  const outcomes = await Promise.all([
    dated("Fri, 20 Nov 2026 09:00:00 GMT"),
    dated("Fri, 20 Nov 2026 09:01:00 GMT"),
    dated("Fri, 20 Nov 2026 09:01:01 GMT"),
    dated("Fri, 20 Nov 2026 08:56:00 GMT"),
    dated("Fri, 20 Nov 2026 08:54:59 GMT"),
  ].map(async (seen) => clockFinding(await seen)?.outcome));
  assert.deepEqual(outcomes, ["ok", "ok", "warning", "warning", "failed"]);
});

Deno.test("a clock that is off says which way and by how much", async () => {
  const text = async (date: string) => clockFinding(await dated(date))?.text;
  assert.equal(
    await text("Fri, 20 Nov 2026 09:12:00 GMT"),
    "Kimai's clock is 12 min ahead of this computer's: times of timers come out wrong",
  );
  assert.equal(
    await text("Fri, 20 Nov 2026 08:58:30 GMT"),
    "Kimai's clock is 90 s behind this computer's: times may be a little off",
  );
  assert.match(await text("Tue, 10 Nov 2026 09:00:00 GMT") ?? "", / is 10 days behind /);
});

Deno.test("no date, or none that can be read, is no finding", async () => {
  assert.equal(clockFinding(await seenOf({})), undefined);
  assert.equal(clockFinding(await dated("soon")), undefined);
});

Deno.test("the middle of five reads counts, and over a second is a warning", async () => {
  const timed = (times: number[]) => {
    let clock = 0;
    const read = () => Promise.resolve(void (clock += times.shift() ?? 0));
    return timeReads(read, { clock: () => clock });
  };
  assert.deepEqual(await timed([900, 20, 30, 40, 25]), {
    name: "Response time",
    outcome: "ok",
    text: "30 ms for a small read (the middle of 5)",
  });
  const slow = await timed([1100, 1300, 1200, 10, 1500]);
  assert.deepEqual([slow.outcome, slow.text], [
    "warning",
    "1200 ms for a small read (the middle of 5)",
  ]);
});

Deno.test("reads that take very long are not repeated to the end", async () => {
  let clock = 0;
  const { text } = await timeReads(() => Promise.resolve(void (clock += 6000)), {
    clock: () => clock,
  });
  assert.equal(text, "6000 ms for a small read (the middle of 2)");
});

Deno.test("a limit and a firewall are seen among the answers", async () => {
  const fine = await seenOf({});
  assert.equal(limitsFinding(fine), undefined);
  const limited = await seenOf({ status: 429 });
  assert.match(limitsFinding([...fine, ...limited])!.text, /some of 2 requests: 1 with 429$/);
  const blocked = await seenOf({ status: 403, headers: { "Content-Type": "text/html" } });
  assert.match(limitsFinding(blocked)!.text, /: 1 with a page of its own \(403\)$/);
  assert.equal(limitsFinding(await seenOf({ status: 403 })), undefined);
});

Deno.test("a long pause is said and not waited for", async () => {
  await assert.rejects(pauseBriefly(30_000), /wants a pause of 30 s/);
  await pauseBriefly(0);
});
