import assert from "node:assert/strict";
import { removeSecret, secretPath, writeSecret } from "../../../src/cli/setup/secret_file.ts";
import { FileError } from "../../../src/lib/atomic_file.ts";
import { inFolder, namesIn } from "../../support/folder.ts";
import { machineWith } from "./support.ts";

const onUnix = { ignore: Deno.build.os === "windows" };

async function modeOf(path: string): Promise<number> {
  return (await Deno.stat(path)).mode! & 0o777;
}

Deno.test("a secret lives where each system keeps settings", () => {
  assert.equal(secretPath(machineWith("linux"), "token"), "/home/ada/.config/kimai-mcp/token");
  assert.equal(
    secretPath(machineWith("darwin"), "token"),
    "/Users/ada/Library/Application Support/kimai-mcp/token",
  );
  assert.equal(
    secretPath(machineWith("windows"), "token"),
    "C:\\Users\\ada\\AppData\\Roaming\\kimai-mcp\\token",
  );
});

Deno.test({
  ...onUnix,
  name: "a secret is for its owner alone, and so is its folder, whatever they were before",
  fn: () =>
    inFolder(async (path) => {
      await writeSecret(path("a/kimai-mcp/token"), "s3cret");
      assert.equal(await Deno.readTextFile(path("a/kimai-mcp/token")), "s3cret\n");
      assert.equal(await modeOf(path("a/kimai-mcp/token")), 0o600);
      assert.equal(await modeOf(path("a/kimai-mcp")), 0o700);
      await Deno.chmod(path("a/kimai-mcp"), 0o755);
      await Deno.chmod(path("a/kimai-mcp/token"), 0o644);
      await writeSecret(path("a/kimai-mcp/token"), "other");
      assert.equal(await Deno.readTextFile(path("a/kimai-mcp/token")), "other\n");
      assert.equal(await modeOf(path("a/kimai-mcp/token")), 0o600);
      assert.equal(await modeOf(path("a/kimai-mcp")), 0o700);
      assert.deepEqual(await namesIn(path("a/kimai-mcp")), ["token"]);
    }),
});

Deno.test("a secret that is taken away takes its folder with it, unless somebody else is in there", () =>
  inFolder(async (path) => {
    await writeSecret(path("own/token"), "s3cret");
    await writeSecret(path("own/other"), "s3cret");
    await removeSecret(path("own/token"));
    assert.deepEqual(await namesIn(path("own")), ["other"]);
    await removeSecret(path("own/other"));
    await removeSecret(path("own/other"));
    assert.deepEqual(await namesIn(path("")), []);
  }));

Deno.test("a folder that cannot be made is a sentence, without the secret", () =>
  inFolder(async (path) => {
    await Deno.writeTextFile(path("own"), "");
    await assert.rejects(
      writeSecret(path("own/kimai-mcp/token"), "s3cret"),
      new FileError(
        `Cannot make the folder ${
          JSON.stringify(path("own/kimai-mcp"))
        }: a part of its path is no folder`,
      ),
    );
  }));
