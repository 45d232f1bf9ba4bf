import assert from "node:assert/strict";
import fc from "fast-check";
import {
  FileError,
  readPlainFile,
  removeLeftovers,
  writeAtomically,
} from "../../src/lib/atomic_file.ts";
import { inFolder, namesIn } from "../support/folder.ts";

const onUnix = { ignore: Deno.build.os === "windows" };

async function modeOf(path: string): Promise<number> {
  return (await Deno.stat(path)).mode! & 0o777;
}

async function makePipe(path: string): Promise<void> {
  const { success } = await new Deno.Command("mkfifo", { args: [path] }).output();
  assert(success);
}

function refusal(sentence: string): (error: unknown) => boolean {
  return (error) => {
    assert(error instanceof FileError);
    assert.equal(error.message, sentence);
    return true;
  };
}

Deno.test("a file is written whole, read back, and nothing stays beside it", () =>
  inFolder(async (path) => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 300 }), async (text) => {
        await writeAtomically(path("a.json"), text);
        assert.equal(await readPlainFile(path("a.json")), text);
      }),
      { numRuns: 20 },
    );
    assert.deepEqual(await namesIn(path("")), ["a.json"]);
  }));

Deno.test({
  ...onUnix,
  name: "a file is for its owner alone, also when the one before was not",
  fn: () =>
    inFolder(async (path) => {
      await writeAtomically(path("new"), "1");
      assert.equal(await modeOf(path("new")), 0o600);
      await Deno.writeTextFile(path("open"), "0");
      await Deno.chmod(path("open"), 0o644);
      await writeAtomically(path("open"), "1");
      assert.equal(await modeOf(path("open")), 0o600);
    }),
});

Deno.test({
  ...onUnix,
  name: "the mode that people gave a file stays where that is wished",
  fn: () =>
    inFolder(async (path) => {
      await Deno.writeTextFile(path("shared"), "0");
      await Deno.chmod(path("shared"), 0o664);
      await writeAtomically(path("shared"), "1", { keepMode: true });
      assert.equal(await modeOf(path("shared")), 0o664);
      assert.equal(await Deno.readTextFile(path("shared")), "1");
    }),
});

Deno.test({
  ...onUnix,
  name:
    "a link stays and the file that it points to is replaced, with its new text beside that one",
  fn: () =>
    inFolder(async (path) => {
      await Deno.mkdir(path("real"));
      await Deno.writeTextFile(path("real/users.json"), "0");
      await Deno.symlink("real/users.json", path("users.json"));
      await writeAtomically(path("users.json"), "1");
      assert.equal((await Deno.lstat(path("users.json"))).isSymlink, true);
      assert.equal(await Deno.readTextFile(path("real/users.json")), "1");
      assert.deepEqual(await namesIn(path("real")), ["users.json"]);
    }),
});

Deno.test({
  ...onUnix,
  name: "a link to nowhere, a folder and a pipe are refused in a sentence, and nothing is made",
  fn: () =>
    inFolder(async (path) => {
      await Deno.symlink("nowhere", path("link"));
      await Deno.mkdir(path("folder"));
      await makePipe(path("pipe"));
      const before = await namesIn(path(""));
      const reasons = {
        link: "there is no such file or folder",
        folder: "it is a folder",
        pipe: "it is a pipe, a socket or a device and no plain file",
      };
      for (const [name, reason] of Object.entries(reasons)) {
        const quoted = JSON.stringify(path(name));
        const read = refusal(`Cannot read ${quoted}: ${reason}`);
        await assert.rejects(readPlainFile(path(name)), read);
        const why = name === "link" ? 'it is a link to "nowhere", which is not there' : reason;
        const write = refusal(`Cannot write ${quoted}: ${why}`);
        await assert.rejects(writeAtomically(path(name), "1"), write);
      }
      assert.deepEqual(await namesIn(path("")), before);
    }),
});

Deno.test("a folder that is not there is named", () =>
  inFolder(async (path) => {
    const sentence = `Cannot write ${
      JSON.stringify(path("no/a"))
    }: there is no such file or folder`;
    await assert.rejects(writeAtomically(path("no/a"), "1"), refusal(sentence));
  }));

/** Makes one function of Deno fail while something runs. */
async function withFailing(
  name: "rename" | "open" | "chown",
  error: Error,
  run: () => Promise<void>,
): Promise<void> {
  const original = Deno[name];
  try {
    Object.assign(Deno, { [name]: () => Promise.reject(error) });
    await run();
  } finally {
    Object.assign(Deno, { [name]: original });
  }
}

Deno.test("when the last step fails the old file is as it was and the new text is gone", () =>
  inFolder(async (path) => {
    await Deno.writeTextFile(path("a"), "old");
    const full = Object.assign(new Error("No space left"), { code: "ENOSPC" });
    const sentence = `Cannot write ${JSON.stringify(path("a"))}: the disk is full, make room on it`;
    await withFailing(
      "rename",
      full,
      () => assert.rejects(writeAtomically(path("a"), "new"), refusal(sentence)),
    );
    assert.equal(await Deno.readTextFile(path("a")), "old");
    assert.deepEqual(await namesIn(path("")), ["a"]);
  }));

Deno.test("a file is on the disk before it takes its place", () =>
  inFolder(async (path) => {
    const order: string[] = [];
    const { sync } = Deno.FsFile.prototype;
    const { rename } = Deno;
    Deno.FsFile.prototype.sync = function () {
      order.push("sync");
      return sync.call(this);
    };
    Object.assign(Deno, {
      rename: (...paths: Parameters<typeof rename>) => (order.push("rename"), rename(...paths)),
    });
    try {
      await writeAtomically(path("a"), "new");
    } finally {
      Deno.FsFile.prototype.sync = sync;
      Object.assign(Deno, { rename });
    }
    assert.deepEqual(order.slice(0, 2), ["sync", "rename"]);
  }));

Deno.test("an error without a word of ours keeps the system's", () =>
  inFolder(async (path) => {
    const sentence = `Cannot write ${JSON.stringify(path("a"))}: Disk on fire`;
    await withFailing("open", new Error("Disk on fire"), () =>
      assert.rejects(writeAtomically(path("a"), "new"), refusal(sentence)));
  }));

Deno.test({
  name: "the owner of a file stays, or the file stays as it is",
  ignore: Deno.build.os === "windows" || Deno.uid() !== 0,
  fn: () =>
    inFolder(async (path) => {
      await Deno.writeTextFile(path("a"), "0");
      await Deno.chown(path("a"), 1234, 4321);
      await writeAtomically(path("a"), "1");
      const { uid, gid } = await Deno.stat(path("a"));
      assert.deepEqual([uid, gid], [1234, 4321]);
      const sentence = `Cannot write ${
        JSON.stringify(path("a"))
      }: its owner 1234:4321 could not be kept: run this as that user`;
      await withFailing("chown", new Error("EPERM"), () =>
        assert.rejects(writeAtomically(path("a"), "2"), refusal(sentence)));
      assert.equal(await Deno.readTextFile(path("a")), "1");
      assert.deepEqual(await namesIn(path("")), ["a"]);
    }),
});

Deno.test("what killed writers left beside a file goes, and nothing else", () =>
  inFolder(async (path) => {
    await writeAtomically(path("a"), "1");
    for (const name of [".a.1234.tmp", ".ab.1234.tmp", ".a.lock", "a.tmp"]) {
      await Deno.writeTextFile(path(name), "secret");
    }
    await removeLeftovers(path("a"));
    assert.deepEqual(await namesIn(path("")), [".a.lock", ".ab.1234.tmp", "a", "a.tmp"]);
  }));
