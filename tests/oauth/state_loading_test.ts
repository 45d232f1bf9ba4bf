import assert from "node:assert/strict";
import { FileError } from "../../src/lib/atomic_file.ts";
import { createMemoryStore } from "../../src/oauth/memory_store.ts";
import { loadState } from "../../src/oauth/state_loading.ts";
import { createStateWriter } from "../../src/oauth/state_text.ts";
import { inFolder, namesIn } from "../support/folder.ts";
import { beginning, clientOf, grantOf, lifetimes } from "./state.ts";

/** A log whose lines are kept. */
function createLines() {
  const lines: { level: string; message: string; fields?: Record<string, unknown> }[] = [];
  const at = (level: string) => (message: string, fields?: Record<string, unknown>) =>
    void lines.push({ level, message, fields });
  return {
    lines,
    log: { debug: at("debug"), info: at("info"), warning: at("warning"), error: at("error") },
  };
}

async function load(path: string, limits = {}) {
  const { lines, log } = createLines();
  const memory = createMemoryStore({ lifetimes, limits });
  await loadState(memory, { path, log, now: () => beginning });
  return { memory, lines };
}

async function write(path: string, text: string): Promise<void> {
  await Deno.writeTextFile(path, text, { mode: 0o600 });
}

const good = `{"version":1,"client":{"c":${JSON.stringify(clientOf("c"))}},"grant":{},"access":{}}`;

Deno.test("a file that is not there or empty says nothing, and nothing is said of it", () =>
  inFolder(async (path) => {
    await write(path("empty"), " \n");
    for (const name of ["absent", "empty"]) {
      const { memory, lines } = await load(path(name));
      assert.equal(memory.count("client"), 0);
      assert.deepEqual(lines, []);
    }
  }));

Deno.test("a file that is none of ours is kept beside, and said loudly", () =>
  inFolder(async (path) => {
    const texts = ["{", "[]", "\0\0\0", "null", `{"version":"x"}`, good.slice(0, -5)];
    for (const [index, text] of texts.entries()) {
      const name = path(`state${index}`);
      await write(name, text);
      const { memory, lines } = await load(name);
      assert.equal(memory.count("client"), 0);
      const kept = `${name}.corrupt-20270115T080000Z`;
      assert.deepEqual(lines, [{
        level: "error",
        message:
          "The OAuth state is damaged: what cannot be read was left out, and people may have to sign in again",
        fields: { path: name, kept, left_out: 1, read: 0 },
      }]);
      assert.equal(await Deno.readTextFile(kept), text);
    }
  }));

Deno.test("a damaged record does not take the others with it", () =>
  inFolder(async (path) => {
    const text = good.replace(`"grant":{}`, `"grant":{"g":{"id":"g"}}`);
    await write(path("state"), text);
    const { memory, lines } = await load(path("state"));
    assert.deepEqual([...memory.entries("client")], [["c", clientOf("c")]]);
    const kept = path("state.corrupt-20270115T080000Z");
    assert.deepEqual(lines[0].fields, { path: path("state"), kept, left_out: 1, read: 1 });
    assert.equal(await Deno.readTextFile(kept), text);
  }));

Deno.test("a file of a later version is refused and stays as it is", () =>
  inFolder(async (path) => {
    await write(path("state"), `{"version":2,"clients":[]}`);
    await assert.rejects(load(path("state")), (error: Error) => {
      assert(error instanceof FileError);
      assert.match(error.message, /it is of version 2 and this program reads version 1, so run/);
      return true;
    });
    assert.deepEqual(await namesIn(path("")), ["state"]);
  }));

Deno.test("the Python server's file is taken over, and the old one kept with its mode", () =>
  inFolder(async (path) => {
    const old = JSON.stringify({
      clients: {
        c: { redirect_uris: ["https://claude.ai/cb"], client_secret: "5".repeat(64) },
        bad: { redirect_uris: ["javascript:1"] },
      },
    });
    await write(path("state"), old);
    const { memory, lines } = await load(path("state"));
    assert.deepEqual(lines.map(({ level, fields }) => ({ level, fields })), [{
      level: "warning",
      fields: { path: path("state"), kept: path("state.reference"), clients: 1, left_out: 1 },
    }]);
    assert.equal((await memory.get("client", "c"))?.authMethod, "client_secret_post");
    assert.equal(await Deno.readTextFile(path("state.reference")), old);
    assert.equal((await Deno.stat(path("state.reference"))).mode! & 0o777, 0o600);
    assert(!createStateWriter()(memory).includes("5".repeat(64)));
  }));

Deno.test({
  name: "65: a file that others could read is said to have been so",
  ignore: Deno.build.os === "windows",
  fn: () =>
    inFolder(async (path) => {
      await write(path("state"), good);
      await Deno.chmod(path("state"), 0o644);
      const { memory, lines } = await load(path("state"));
      assert.equal(memory.count("client"), 1);
      assert.deepEqual(lines, [{
        level: "warning",
        message: "Others could read the OAuth state, its mode is 0600 from now on",
        fields: { path: path("state") },
      }]);
    }),
});

Deno.test({
  name: "65: folders, pipes and links in a circle are refused, and none is waited for",
  ignore: Deno.build.os === "windows",
  fn: () =>
    inFolder(async (path) => {
      await Deno.mkdir(path("folder"));
      await new Deno.Command("mkfifo", { args: [path("pipe")] }).output();
      await Deno.symlink("circle", path("circle"));
      for (const name of ["folder", "pipe", "circle"]) {
        await assert.rejects(load(path(name)), FileError, name);
      }
    }),
});

Deno.test("more than there is room for is left out, and not those with grants", () =>
  inFolder(async (path) => {
    const ids = ["never", "granted", "used"];
    const client = Object.fromEntries(ids.map((id) => [
      id,
      clientOf(id, { usedAt: id === "used" ? beginning : undefined }),
    ]));
    const grant = { g: grantOf("g", { clientId: "granted" }), h: grantOf("h") };
    await write(path("state"), JSON.stringify({ version: 1, client, grant, access: {} }));
    const { memory, lines } = await load(path("state"), { client: 2, grant: 1 });
    assert.deepEqual([...memory.entries("client")].map(([id]) => id), ["granted", "used"]);
    assert.deepEqual([...memory.entries("grant")].map(([id]) => id), ["g"]);
    assert.deepEqual(lines, []);
  }));
