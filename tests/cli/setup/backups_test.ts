import assert from "node:assert/strict";
import { copiesOf, copyAside } from "../../../src/cli/setup/backups.ts";
import { FileError } from "../../../src/lib/atomic_file.ts";
import { inFolder, namesIn } from "../../support/folder.ts";

const now = Temporal.ZonedDateTime.from("2026-03-04T05:06:07.9+01:00[Europe/Vienna]");
const later = now.add({ hours: 10 });

Deno.test("a copy has the local time in its name and never replaces another", () =>
  inFolder(async (path) => {
    await Deno.writeTextFile(path("mcp.json"), "1");
    assert.equal(
      await copyAside(path("mcp.json"), "1", now),
      path("mcp.json.backup-20260304-050607"),
    );
    await copyAside(path("mcp.json"), "2", now);
    await copyAside(path("mcp.json"), "3", later);
    assert.deepEqual(await namesIn(path("")), [
      "mcp.json",
      "mcp.json.backup-20260304-050607",
      "mcp.json.backup-20260304-050607-2",
      "mcp.json.backup-20260304-150607",
    ]);
    assert.deepEqual(await copiesOf(path("mcp.json")), ["3", "2", "1"]);
  }));

Deno.test({
  ignore: Deno.build.os === "windows",
  name: "a copy has the mode of its file",
  fn: () =>
    inFolder(async (path) => {
      await Deno.writeTextFile(path("mcp.json"), "1");
      for (const mode of [0o640, 0o600, 0o400]) {
        await Deno.chmod(path("mcp.json"), mode);
        const copy = await copyAside(path("mcp.json"), "1", now);
        assert.equal((await Deno.stat(copy)).mode! & 0o777, mode);
      }
    }),
});

Deno.test("a file that is gone cannot be copied, in a sentence", () =>
  inFolder(async (path) => {
    await assert.rejects(
      copyAside(path("mcp.json"), "1", now),
      new FileError(
        `Cannot copy ${JSON.stringify(path("mcp.json"))}: there is no such file or folder`,
      ),
    );
    assert.deepEqual(await namesIn(path("")), []);
  }));
