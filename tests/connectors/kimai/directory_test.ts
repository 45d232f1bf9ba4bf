import assert from "node:assert/strict";
import { createDirectory, kept, nameProject } from "../../../src/connectors/kimai/directory.ts";
import { UpstreamError } from "../../../src/mcp/errors.ts";

function clock() {
  let seconds = 0;
  const now = () => Temporal.Instant.fromEpochMilliseconds(seconds * 1000);
  return { now, wait: (time: number) => seconds += time };
}

Deno.test("what was loaded is kept for its time, shared by callers, and dropped on request", async () => {
  const { now, wait } = clock();
  let loads = 0;
  const get = kept(() => Promise.resolve(++loads), 60, now);
  assert.deepEqual(await Promise.all([get(), get()]), [1, 1]);
  wait(59);
  assert.equal(await get(), 1);
  wait(1);
  assert.equal(await get(), 2);
  get.forget();
  assert.equal(await get(), 3);
});

Deno.test("a failure is not kept", async () => {
  let loads = 0;
  const get = kept(
    () => loads++ === 0 ? Promise.reject(new Error("down")) : Promise.resolve("up"),
    60,
    clock().now,
  );
  await assert.rejects(get());
  assert.equal(await get(), "up");
});

/** Answers requests by path and counts them. */
function fakeKimai(answers: Record<string, () => unknown>) {
  const asked: string[] = [];
  return {
    asked,
    request: <T>(_method: string, path: readonly (string | number)[]): Promise<T> => {
      asked.push(path.join("/"));
      return Promise.resolve().then(() => answers[path.join("/")]() as T);
    },
  };
}

const self = { id: 1, username: "ann", alias: null };

Deno.test("a person is looked up once: oneself, a user, or the one in a time record", async () => {
  const forbidden = () => {
    throw new UpstreamError("forbidden", "No");
  };
  const kimai = fakeKimai({
    "users/2": () => ({ id: 2, username: "bob" }),
    "users/3": forbidden,
    "users/4": forbidden,
    timesheets: () => [{ user: { id: 3, username: "cleo" } }],
  });
  const names = createDirectory(kimai, () => Promise.resolve(self), clock().now);
  assert.equal((await names.user(1))?.username, "ann");
  assert.equal((await names.user(2))?.username, "bob");
  assert.equal((await names.user(3))?.username, "cleo");
  assert.equal((await names.user(3))?.username, "cleo");
  // Kimai ignores a filter that the caller may not use: the record of somebody else is not an answer.
  assert.equal(await names.user(4), undefined);
  assert.deepEqual(kimai.asked, ["users/2", "users/3", "timesheets", "users/4", "timesheets"]);
});

Deno.test("projects are read once, hidden and ended ones too, and again after a write", async () => {
  const kimai = fakeKimai({
    projects: () => [{ id: 1, name: "Website", customer: 7, parentTitle: "ACME" }],
  });
  const names = createDirectory(kimai, () => Promise.resolve(self), clock().now);
  assert.deepEqual(await nameProject(1, names), { id: 1, name: "Website", customer: "ACME" });
  assert.deepEqual(await nameProject(2, names), { id: 2 });
  assert.deepEqual(kimai.asked, ["projects"]);
  names.forget();
  await names.projects();
  assert.deepEqual(kimai.asked, ["projects", "projects"]);
});
