import assert from "node:assert/strict";
import fc from "fast-check";
import { FileError } from "../../src/lib/atomic_file.ts";
import { silentLog } from "../../src/lib/log.ts";
import { endGrant } from "../../src/oauth/grants_flow.ts";
import { openFileStore } from "../../src/oauth/state_file.ts";
import {
  clientOf,
  codeOf,
  createWorld,
  exchange,
  lifetimes,
  refresh,
  whoIs,
  type World,
} from "../oauth/state.ts";
import { createFolder, namesIn } from "../support/folder.ts";
import { damage } from "./damage.ts";
import { runs } from "./runs.ts";

/** A state with a grant that lives, one that was revoked and one that was refreshed, and all their tokens. */
async function livedIn() {
  const world = createWorld();
  for (const id of ["client", "other"]) {
    await world.services.store.change("client", id, () => clientOf(id));
  }
  const open = async (clientId: string) =>
    await exchange(world, await codeOf(world, { clientId }), { clientId });
  const [kept, over] = [await open("client"), await open("other")];
  await endGrant(world.services, over.grant.id, "revoked");
  return { world, kept, over };
}

/** Opens a damaged file in place of what the world had. @returns what was thrown, if it cannot be used */
async function reopen(world: World, path: string): Promise<unknown> {
  const write = () => Promise.resolve();
  try {
    world.services.store = await openFileStore({
      path,
      lifetimes,
      log: silentLog,
      now: () => world.time,
      write,
    });
  } catch (error) {
    return error;
  }
}

Deno.test("a damaged state file is refused with a sentence or kept aside, and brings no token back", async () => {
  const { world, kept, over } = await livedIn();
  await using folder = await createFolder();
  const path = `${folder.path}/state`;
  let text = "";
  const store = await openFileStore({
    path,
    lifetimes,
    log: silentLog,
    now: () => world.time,
    write: (_, written) => (text = written, Promise.resolve()),
  });
  for (const kind of ["client", "grant", "access"] as const) {
    for (const [key, record] of await world.services.store.find(kind, () => true)) {
      await store.change(kind, key, () => record);
    }
  }
  await store.close();
  const property = fc.asyncProperty(damage, async (spoil) => {
    const spoilt = spoil(text);
    await Deno.writeTextFile(path, spoilt);
    // As bytes: what is no UTF-8 is read as it is.
    const error = await reopen(world, path);
    if (error) {
      assert(error instanceof FileError, String(error));
      assert.match(error.message, /^Cannot use ".+": .{20,}/);
      return;
    }
    assert.equal(await whoIs(world, over.access), undefined);
    await assert.rejects(refresh(world, over.refresh, { clientId: "other" }));
    const account = await whoIs(world, kept.access);
    assert(account === "anna" || account === undefined, account);
    const left = ["client", "grant", "access"] as const;
    const all = left.reduce((sum, kind) => sum + world.services.store.count(kind), 0);
    await world.services.store.close();
    const asides = (await namesIn(folder.path)).filter((name) => name.includes("corrupt"));
    // Two clients, a grant and its token. What stands in an empty file has no records to lose.
    if (all < 3 && spoilt.trim() !== "") assert.equal(asides.length, 1, `${all} left of ${spoilt}`);
    for (const name of asides) {
      assert.equal(await Deno.readTextFile(`${folder.path}/${name}`), spoilt);
      await Deno.remove(`${folder.path}/${name}`);
    }
  });
  await fc.assert(property, runs(150));
});
