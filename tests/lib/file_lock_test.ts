import assert from "node:assert/strict";
import { join } from "node:path";
import { FileError } from "../../src/lib/atomic_file.ts";
import { lockFile, withFileLock } from "../../src/lib/file_lock.ts";
import { inFolder } from "../support/folder.ts";

/** Runs a test with a path in a folder of its own. */
const withPath = (test: (path: string) => Promise<void>) =>
  inFolder((path) => test(path("users.json")));

Deno.test("two that change a counter in a file lose no change", () =>
  withPath(async (path) => {
    await Deno.writeTextFile(path, "0");
    const increase = () =>
      withFileLock(path, async () => {
        const before = Number(await Deno.readTextFile(path));
        await Deno.writeTextFile(path, String(before + 1));
      });
    await Promise.all([increase(), increase(), increase()]);
    assert.equal(await Deno.readTextFile(path), "3");
  }));

Deno.test("a file that is in use is refused to the next one until it is free", () =>
  withPath(async (path) => {
    const sentence = `Cannot lock ${JSON.stringify(path)}: another process is using it`;
    const refused = (error: unknown) => error instanceof FileError && error.message === sentence;
    {
      using _lock = await lockFile(path);
      await assert.rejects(lockFile(path, { retries: 0 }), refused);
    }
    using _free = await lockFile(path, { retries: 0 });
  }));

Deno.test("a lock ends with a failing run", () =>
  withPath(async (path) => {
    const fails = withFileLock(path, () => Promise.reject(new Error("no")));
    await assert.rejects(fails, { message: "no" });
    using _free = await lockFile(path, { retries: 0 });
  }));

Deno.test({
  name: "two names of one file share a lock",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withPath(async (path) => {
      await Deno.writeTextFile(path, "{}");
      await Deno.symlink(path, `${path}.link`);
      using _lock = await lockFile(path);
      await assert.rejects(lockFile(`${path}.link`, { retries: 0 }), FileError);
    }),
});

Deno.test("a lock of a killed process is none", () =>
  withPath(async (path) => {
    const module = new URL("../../src/lib/file_lock.ts", import.meta.url);
    const code = `const { lockFile } = await import(${JSON.stringify(module.href)});
      globalThis.lock = await lockFile(${JSON.stringify(path)});
      console.log("locked"); await new Promise(() => setInterval(() => {}, 1000));`;
    const child = new Deno.Command(Deno.execPath(), {
      args: ["eval", code],
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const reader = child.stdout.getReader();
    assert.equal(new TextDecoder().decode((await reader.read()).value).trim(), "locked");
    await assert.rejects(lockFile(path, { retries: 0 }), FileError);
    child.kill("SIGKILL");
    await reader.cancel();
    await child.status;
    using _free = await lockFile(path, { retries: 0 });
  }));

Deno.test("a folder that is not there is named", () =>
  withPath(async (path) => {
    const inNowhere = join(path, "a");
    await assert.rejects(lockFile(inNowhere), {
      message: `Cannot lock ${JSON.stringify(inNowhere)}: there is no such file or folder`,
    });
  }));
