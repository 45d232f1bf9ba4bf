import assert from "node:assert/strict";
import { describeReaders } from "../../src/lib/readers.ts";
import { inFolder } from "../support/folder.ts";

Deno.test({
  name: "a file that everybody can read is told, one of its owner and group is not",
  ignore: Deno.build.os === "windows",
  fn: () =>
    inFolder(async (path) => {
      const file = path("users.json");
      await Deno.writeTextFile(file, "{}");
      for (const mode of [0o600, 0o640, 0o660]) {
        await Deno.chmod(file, mode);
        assert.equal(await describeReaders(file), undefined);
      }
      await Deno.chmod(file, 0o644);
      assert.equal(
        await describeReaders(file),
        `Everybody on this machine can read ${file}: run chmod 600 ${JSON.stringify(file)}`,
      );
      assert.equal(await describeReaders(path("gone")), undefined);
    }),
});
