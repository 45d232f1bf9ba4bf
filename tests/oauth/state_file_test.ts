import assert from "node:assert/strict";
import { FileError, writeAtomically } from "../../src/lib/atomic_file.ts";
import { silentLog } from "../../src/lib/log.ts";
import { type FileStoreOptions, openFileStore } from "../../src/oauth/state_file.ts";
import { createFolder, inFolder, namesIn } from "../support/folder.ts";
import { beginning, clientOf, day, grantOf, lifetimes, pendingOf } from "./state.ts";
import { storeContract } from "./store_contract.ts";

const given = { lifetimes, log: silentLog, now: () => beginning };

const open = (path: string, options: Partial<FileStoreOptions> = {}) =>
  openFileStore({ ...given, path, ...options });

storeContract("the store with a file", async (options) => {
  const folder = await createFolder();
  const store = await open(`${folder.path}/state`, options);
  const close = store.close.bind(store);
  store.close = async () => {
    await close();
    await folder[Symbol.asyncDispose]();
  };
  return store;
});

const access = { grantId: "g", scopes: ["kimai:read"], expiresAt: beginning + 10 };

Deno.test("clients, grants and access tokens survive a restart; codes and sign-ins do not", () =>
  inFolder(async (path) => {
    const store = await open(path("state"));
    await store.change("client", "c", () => clientOf("c"));
    await store.change("grant", "g", () => grantOf("g"));
    await store.change("access", "a", () => access);
    await store.change("pending", "p", () => pendingOf());
    await store.close();
    const again = await open(path("state"));
    assert.deepEqual(await again.get("client", "c"), clientOf("c"));
    assert.deepEqual(await again.get("grant", "g"), grantOf("g"));
    assert.deepEqual(await again.get("access", "a"), access);
    assert.equal(again.count("pending"), 0);
    await again.close();
  }));

Deno.test("what has ended meanwhile is not there any more", () =>
  inFolder(async (path) => {
    const store = await open(path("state"));
    await store.change("grant", "g", () => grantOf("g"));
    await store.change("access", "a", () => access);
    await store.close();
    const later = await open(path("state"), { now: () => beginning + 10 });
    assert.deepEqual([later.count("grant"), later.count("access")], [1, 0]);
    await later.close();
  }));

Deno.test("65: the file is there at once, for its owner alone, and what killed writers left is gone", () =>
  inFolder(async (path) => {
    await Deno.writeTextFile(path("state"), `{"version":1,"client":{},"grant":{},"access":{}}`);
    await Deno.chmod(path("state"), 0o644);
    await Deno.writeTextFile(path(".state.1234.tmp"), "secret");
    const store = await open(path("state"));
    assert.equal((await Deno.stat(path("state"))).mode! & 0o777, 0o600);
    assert.deepEqual(await namesIn(path("")), [".state.lock", "state"]);
    await store.close();
  }));

Deno.test("66: a second process is refused, and served once the first is through", () =>
  inFolder(async (path) => {
    const store = await open(path("state"));
    await assert.rejects(open(path("state")), {
      name: "FileError",
      message: `Cannot lock ${JSON.stringify(path("state"))}: another process is using it`,
    });
    await store.close();
    await (await open(path("state"))).close();
  }));

Deno.test("65: a start with a path that cannot be used is refused, and the lock given back", () =>
  inFolder(async (path) => {
    await assert.rejects(open(path("nowhere/state")), FileError);
    await Deno.mkdir(path("state"));
    await assert.rejects(open(path("state")), FileError);
    await Deno.remove(path("state"));
    await (await open(path("state"))).close();
  }));

Deno.test({
  name: "65: a link stays one, and what it points to is replaced",
  ignore: Deno.build.os === "windows",
  fn: () =>
    inFolder(async (path) => {
      await Deno.mkdir(path("volume"));
      await Deno.writeTextFile(path("volume/state"), "");
      await Deno.symlink(path("volume/state"), path("state"));
      const store = await open(path("state"));
      await store.change("client", "c", () => clientOf("c"));
      await store.close();
      assert((await Deno.lstat(path("state"))).isSymlink);
      const again = await open(path("volume/state"));
      assert.equal(again.count("client"), 1);
      await again.close();
    }),
});

/** A store whose writes wait until the test lets each end, or fail. */
async function openHeld(path: string) {
  const writes: { text: string; end(error?: Error): void }[] = [];
  const lines: string[] = [];
  let isHeld = false;
  const write = (_: string, text: string) => {
    if (!isHeld) return Promise.resolve();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    writes.push({ text, end: (error) => error ? reject(error) : resolve() });
    return promise;
  };
  const log = {
    ...silentLog,
    info: (line: string) => lines.push(line),
    error: (line: string) => lines.push(line),
  };
  const store = await open(path, { write, log });
  isHeld = true;
  return { store, writes, lines, letGo: () => isHeld = false };
}

/** What has happened to a promise so far. */
async function isThrough(promise: Promise<unknown>): Promise<boolean> {
  let through = false;
  void promise.then(() => through = true, () => through = true);
  await new Promise((resolve) => setTimeout(resolve));
  return through;
}

Deno.test("a change is through once it is on disk, and the next write carries all that came meanwhile", () =>
  inFolder(async (path) => {
    const { store, writes, letGo } = await openHeld(path("state"));
    const add = (id: string) => store.change("client", id, () => clientOf(id));
    const first = [add("1"), add("2")];
    assert.equal(await isThrough(first[1]), false);
    assert.equal(writes.length, 1);
    const later = [add("3"), add("4"), add("5")];
    writes[0].end();
    await Promise.all(first);
    assert.equal(await isThrough(Promise.any(later)), false);
    assert.equal(writes.length, 2);
    assert.deepEqual(Object.keys(JSON.parse(writes[0].text).client), ["1", "2"]);
    assert.deepEqual(Object.keys(JSON.parse(writes[1].text).client), ["1", "2", "3", "4", "5"]);
    writes[1].end();
    await Promise.all(later);
    letGo();
    await store.close();
    assert.equal(writes.length, 2, "closing had nothing to write");
  }));

Deno.test("who finds a grant ended already waits for the same write", () =>
  inFolder(async (path) => {
    const { store, writes, letGo } = await openHeld(path("state"));
    const add = store.change("grant", "g", () => grantOf("g"));
    await isThrough(add);
    writes[0].end();
    await add;
    const end = () => store.change("grant", "g", () => undefined);
    const both = [end(), end()];
    assert.equal(await isThrough(both[1]), false);
    writes[1].end();
    assert.deepEqual(await Promise.all(both), [undefined, undefined]);
    assert.equal(writes.length, 2);
    letGo();
    await store.close();
  }));

Deno.test("codes and sign-ins wait for no disk", () =>
  inFolder(async (path) => {
    const { store, writes, letGo } = await openHeld(path("state"));
    await store.change("pending", "p", () => pendingOf());
    assert.equal(writes.length, 0);
    letGo();
    await store.close();
  }));

Deno.test("a time of use waits for no disk either: the next write carries it, or the next sweep", () =>
  inFolder(async (path) => {
    const store = await open(path("state"));
    await store.change("grant", "g", () => grantOf("g"));
    const saved = async () => JSON.parse(await Deno.readTextFile(path("state"))).grant.g?.usedAt;
    const use = (usedAt: number) =>
      store.change("grant", "g", (grant) => grant && { ...grant, usedAt });
    await use(beginning + 1);
    assert.equal(await saved(), beginning);
    await store.sweep(beginning + 1);
    assert.equal(await saved(), beginning + 1);
    await use(beginning + 2);
    await store.change("client", "c", () => clientOf("c"));
    assert.equal(await saved(), beginning + 2);
    await use(beginning + 3);
    await store.close();
    assert.equal(await saved(), beginning + 3);
  }));

Deno.test("a sweep writes what it took away, and nothing when it took nothing", () =>
  inFolder(async (path) => {
    let writes = 0;
    const write = (file: string, text: string) => (writes++, writeAtomically(file, text));
    const store = await open(path("state"), { write });
    await store.change("access", "a", () => access);
    await store.change("grant", "g", () => grantOf("g"));
    assert.equal(writes, 3);
    await store.sweep(beginning);
    assert.equal(writes, 3);
    await store.sweep(beginning + day);
    assert.equal(writes, 4);
    assert.deepEqual(JSON.parse(await Deno.readTextFile(path("state"))).access, {});
    await store.close();
  }));

Deno.test("65: with a full disk all goes on in memory, loudly, until it can be written again", () =>
  inFolder(async (path) => {
    const { store, writes, lines, letGo } = await openHeld(path("state"));
    const failed = async (change: Promise<unknown>) => {
      await isThrough(change);
      writes.at(-1)!.end(new FileError("the disk is full"));
      await change;
    };
    assert.equal(store.writable, true);
    await failed(store.change("client", "c", () => clientOf("c")));
    await failed(store.change("grant", "g", () => grantOf("g")));
    await failed(store.change("grant", "g", () => undefined));
    assert.equal(store.writable, false);
    assert.equal(await store.get("grant", "g"), undefined, "a revocation holds at once");
    assert.deepEqual(lines.map((line) => line.slice(0, 34)), [
      "The OAuth state cannot be written:",
    ]);
    letGo();
    await store.sweep(beginning);
    assert.equal(store.writable, true);
    assert.deepEqual(lines.slice(1), ["The OAuth state is written again"]);
    await store.close();
  }));

Deno.test("65: a write that fails leaves the old file, and closing tries once more", () =>
  inFolder(async (path) => {
    let isFull = false;
    const write = async (file: string, text: string) => {
      if (isFull) throw new FileError("the disk is full");
      await writeAtomically(file, text);
    };
    const store = await open(path("state"), { write });
    await store.change("client", "1", () => clientOf("1"));
    const before = await Deno.readTextFile(path("state"));
    isFull = true;
    await store.change("client", "2", () => clientOf("2"));
    assert.equal(await Deno.readTextFile(path("state")), before);
    isFull = false;
    await store.close();
    const saved = JSON.parse(await Deno.readTextFile(path("state")));
    assert.deepEqual(Object.keys(saved.client), ["1", "2"]);
  }));

Deno.test("a change that is refused is not written", () =>
  inFolder(async (path) => {
    const { store, writes, letGo } = await openHeld(path("state"));
    const refused = store.change("client", "c", () => {
      throw new Error("no");
    });
    await assert.rejects(refused, { message: "no" });
    assert.equal(writes.length, 0);
    letGo();
    await store.close();
  }));
