import assert from "node:assert/strict";
import { openAppendFile } from "../../src/lib/append_file.ts";

async function folder() {
  const path = await Deno.makeTempDir();
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

const fail = (error: unknown) => {
  throw error;
};

Deno.test("lines are appended in order, to a file that only its owner may read", async () => {
  await using home = await folder();
  const path = `${home.path}/audit.log`;
  await Deno.writeTextFile(path, "before\n", { mode: 0o600 });
  const file = await openAppendFile(path, fail);
  for (let line = 1; line <= 50; line++) file.write(`line ${line}`);
  await file.close();
  const lines = (await Deno.readTextFile(path)).trimEnd().split("\n");
  assert.deepEqual(lines, ["before", ...Array.from({ length: 50 }, (_, n) => `line ${n + 1}`)]);
  const fresh = await openAppendFile(`${home.path}/new.log`, fail);
  await fresh.close();
  assert.equal((await Deno.stat(`${home.path}/new.log`)).mode! & 0o777, 0o600);
});

Deno.test("after a rotation lines go to the new file", async () => {
  await using home = await folder();
  const path = `${home.path}/audit.log`;
  const file = await openAppendFile(path, fail);
  file.write("old");
  file.reopen();
  file.write("still old");
  await file.close();
  await Deno.rename(path, `${path}.1`);
  const again = await openAppendFile(path, fail);
  await Deno.rename(path, `${path}.2`);
  again.write("before the signal");
  again.reopen();
  again.write("new");
  await again.close();
  assert.equal(await Deno.readTextFile(`${path}.2`), "before the signal\n");
  assert.equal(await Deno.readTextFile(path), "new\n");
});

Deno.test("a path that cannot be used fails at once, and a line that is lost is told", async () => {
  await using home = await folder();
  await assert.rejects(openAppendFile(`${home.path}/no/audit.log`, fail), Deno.errors.NotFound);
  const errors: unknown[] = [];
  await Deno.mkdir(`${home.path}/logs`);
  const file = await openAppendFile(`${home.path}/logs/audit.log`, (error) => errors.push(error));
  await Deno.remove(`${home.path}/logs`, { recursive: true });
  file.reopen();
  file.write("lost");
  await file.close();
  assert.equal(errors.length, 1);
  assert(errors[0] instanceof Deno.errors.NotFound);
});
