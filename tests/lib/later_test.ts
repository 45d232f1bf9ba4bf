import assert from "node:assert/strict";
import { keepTimers, later } from "../../src/lib/later.ts";

/** Runs tasks of which some are called off; resolves with the ones that ran, in order. */
function ranOf(tasks: { ms: number; off?: boolean }[]): Promise<number[]> {
  const ran: number[] = [];
  const left = tasks.filter(({ off }) => !off).length;
  return new Promise((resolve) => {
    const done = (index: number) => {
      ran.push(index);
      if (ran.length === left) resolve(ran);
    };
    const callOff = tasks.map(({ ms }, index) => later(() => done(index), ms));
    tasks.forEach(({ off }, index) => off && callOff[index]());
  });
}

Deno.test("a task runs after those that were due before it", async () => {
  assert.deepEqual(await ranOf([{ ms: 30 }, { ms: 5 }, { ms: 5 }, { ms: 15 }]), [1, 2, 3, 0]);
});

Deno.test("a task that is called off never runs, whether it is the first of its queue or not", async () => {
  const tasks = [{ ms: 5, off: true }, { ms: 5 }, { ms: 5, off: true }, { ms: 5 }, { ms: 20 }];
  assert.deepEqual(await ranOf(tasks), [1, 3, 4]);
});

Deno.test("a task may wait again, and calling off twice or too late does nothing", async () => {
  const again = Promise.withResolvers<string>();
  const callOff = later(() => void later(() => again.resolve("ran"), 3), 3);
  assert.equal(await again.promise, "ran");
  callOff();
  callOff();
});

Deno.test("nothing is left running once everything was called off", () => {
  const callOff = [later(() => assert.fail(), 60_000), later(() => assert.fail(), 60_000)];
  // Deno would tell of a timer that outlives the test.
  for (const one of callOff) one();
});

Deno.test("a timer that is kept runs what waits later at its own time, and ends with its keepers", async () => {
  const [first, second] = [keepTimers(), keepTimers()];
  later(() => assert.fail(), 12)();
  const began = performance.now();
  await new Promise<void>((resolve) => setTimeout(resolve, 6));
  const ran = Promise.withResolvers<number>();
  const added = performance.now();
  later(() => ran.resolve(performance.now()), 12);
  assert((await ran.promise) - added >= 11 && added > began);
  later(() => assert.fail(), 60_000)();
  first();
  // Deno would tell of the timer if the last of them did not end it.
  second();
});
