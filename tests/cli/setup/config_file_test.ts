import assert from "node:assert/strict";
import { clientOf } from "../../../src/cli/setup/clients.ts";
import {
  diffOf,
  make,
  planEntry,
  planRemoval,
  readEntry,
  takeBack,
} from "../../../src/cli/setup/config_file.ts";
import { FileError } from "../../../src/lib/atomic_file.ts";
import { UserError } from "../../../src/mcp/errors.ts";
import { inFolder, namesIn } from "../../support/folder.ts";

const now = Temporal.ZonedDateTime.from("2026-03-04T05:06:07+01:00[Europe/Vienna]");
const cursor = clientOf("cursor")!;
const codex = clientOf("codex")!;
const entry = { command: "x" };
const copyName = "mcp.json.backup-20260304-050607";

const others = '{\n  "mcpServers": {\n    "other": {}\n  }\n}\n';

Deno.test("a server is added with a dated copy of the old file beside it, and taken out without a trace", () =>
  inFolder(async (path) => {
    const file = path("mcp.json");
    for (const text of [others, "{}\n", '{ "mcpServers": {\n} }', '{"a":1}', " \n", ""]) {
      await Deno.writeTextFile(file, text);
      const made = await make(await planEntry(file, cursor, "kimai", entry), now);
      assert.equal(made.backup, path(copyName));
      assert.equal(await Deno.readTextFile(path(copyName)), text);
      assert.deepEqual(await readEntry(file, cursor, "kimai"), entry);
      await make(await planRemoval(file, cursor, "kimai"), now.add({ seconds: 1 }));
      assert.equal(await Deno.readTextFile(file), text);
      for (const name of await namesIn(path(""))) await Deno.remove(path(name));
    }
  }));

Deno.test("a file that setup made goes with its only server", () =>
  inFolder(async (path) => {
    for (const client of [cursor, codex]) {
      const file = path(`a/b/${client.id}`);
      const made = await make(await planEntry(file, client, "kimai", entry), now);
      assert.equal(made.backup, undefined);
      assert.deepEqual(await readEntry(file, client, "kimai"), entry);
      await make(await planRemoval(file, client, "kimai"), now);
      assert.equal((await namesIn(path("a/b"))).includes(client.id), false);
    }
  }));

Deno.test("what people changed since stays when the server goes", () =>
  inFolder(async (path) => {
    const file = path("mcp.json");
    await Deno.writeTextFile(file, "{}\n");
    await make(await planEntry(file, cursor, "kimai", entry), now);
    const changed = (await Deno.readTextFile(file)).replace("{", '{\n  "a": 1,');
    await Deno.writeTextFile(file, changed);
    const { after } = await planRemoval(file, cursor, "kimai");
    assert.equal(after, '{\n  "a": 1,\n  "mcpServers": {}\n}\n');
  }));

Deno.test("a server of that name that was there before setup does not come back", () =>
  inFolder(async (path) => {
    const file = path("mcp.json");
    await Deno.writeTextFile(file, '{"mcpServers":{"kimai":{"command":"python"}}}');
    await make(await planEntry(file, cursor, "kimai", entry), now);
    const { after } = await planRemoval(file, cursor, "kimai");
    assert.equal(after, '{"mcpServers":{}}');
  }));

Deno.test("setting what is there, and taking out what is not, changes and writes nothing", () =>
  inFolder(async (path) => {
    const file = path("mcp.json");
    assert.deepEqual(await planRemoval(file, cursor, "kimai"), {
      path: file,
      before: undefined,
      after: undefined,
    });
    await Deno.writeTextFile(file, others);
    await make(await planRemoval(file, cursor, "kimai"), now);
    await make(await planEntry(file, cursor, "other", {}), now);
    assert.equal(diffOf(await planEntry(file, cursor, "other", {})), "");
    assert.deepEqual(await namesIn(path("")), ["mcp.json"]);
  }));

Deno.test("a change can be taken back, and its copy with it", () =>
  inFolder(async (path) => {
    const file = path("mcp.json");
    await takeBack(await make(await planEntry(file, cursor, "kimai", entry), now));
    assert.deepEqual(await namesIn(path("")), []);
    await Deno.writeTextFile(file, others);
    await takeBack(await make(await planEntry(file, cursor, "kimai", entry), now));
    assert.equal(await Deno.readTextFile(file), others);
    assert.deepEqual(await namesIn(path("")), ["mcp.json"]);
  }));

Deno.test("a file that another program changed meanwhile is left alone", () =>
  inFolder(async (path) => {
    const file = path("mcp.json");
    const refusal = new UserError(
      `${JSON.stringify(file)} was changed by another program meanwhile: try again`,
    );
    const change = await planEntry(file, cursor, "kimai", entry);
    await Deno.writeTextFile(file, others);
    await assert.rejects(make(change, now), refusal);
    const made = await make(await planEntry(file, cursor, "kimai", entry), now);
    await Deno.writeTextFile(file, "{}");
    await assert.rejects(takeBack(made), refusal);
    assert.equal(await Deno.readTextFile(file), "{}");
    assert.deepEqual(await namesIn(path("")), ["mcp.json", copyName]);
  }));

Deno.test("a malformed file is named and stays as it is", () =>
  inFolder(async (path) => {
    const file = path("mcp.json");
    await Deno.writeTextFile(file, '{"mcpServers": {,}}');
    const refusal = new UserError(
      "Cannot read the configuration of Cursor: it is no JSON at line 1, column 17 " +
        `(${JSON.stringify(file)})`,
    );
    await assert.rejects(planEntry(file, cursor, "kimai", entry), refusal);
    await assert.rejects(planRemoval(file, cursor, "kimai"), refusal);
    await assert.rejects(readEntry(file, cursor, "kimai"), refusal);
    assert.deepEqual(await namesIn(path("")), ["mcp.json"]);
  }));

Deno.test({
  ignore: Deno.build.os === "windows",
  name: "a link stays a link, and the mode of its file stays",
  fn: () =>
    inFolder(async (path) => {
      await Deno.mkdir(path("dotfiles"));
      await Deno.writeTextFile(path("dotfiles/mcp.json"), others);
      await Deno.chmod(path("dotfiles/mcp.json"), 0o640);
      await Deno.symlink(path("dotfiles/mcp.json"), path("mcp.json"));
      await make(await planEntry(path("mcp.json"), cursor, "kimai", entry), now);
      assert.equal((await Deno.lstat(path("mcp.json"))).isSymlink, true);
      assert.equal((await Deno.stat(path("mcp.json"))).mode! & 0o777, 0o640);
      assert.deepEqual(await readEntry(path("dotfiles/mcp.json"), cursor, "kimai"), entry);
      assert.deepEqual(await namesIn(path("")), ["dotfiles", "mcp.json", copyName]);
    }),
});

Deno.test("what cannot be read or written is a sentence", () =>
  inFolder(async (path) => {
    await Deno.mkdir(path("mcp.json"));
    await assert.rejects(
      planEntry(path("mcp.json"), cursor, "kimai", entry),
      new FileError(`Cannot read ${JSON.stringify(path("mcp.json"))}: it is a folder`),
    );
    await Deno.writeTextFile(path("a"), "");
    await assert.rejects(
      make({ path: path("b/mcp.json"), before: "{}", after: "{ }" }, now),
      UserError,
    );
    await assert.rejects(planEntry(path("a/mcp.json"), cursor, "kimai", entry), FileError);
  }));

Deno.test("the change is shown line by line", () =>
  inFolder(async (path) => {
    await Deno.writeTextFile(path("mcp.json"), others);
    const diff = diffOf(await planEntry(path("mcp.json"), cursor, "kimai", entry));
    assert.equal(
      diff.split("\n").slice(2).join("\n"),
      '@@ -1,5 +1,8 @@\n {\n   "mcpServers": {\n-    "other": {}\n+    "other": {},\n+    "kimai": {\n' +
        '+      "command": "x"\n+    }\n   }\n }\n',
    );
  }));
