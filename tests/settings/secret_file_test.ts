import assert from "node:assert/strict";
import {
  readSecretFile,
  SecretFileError,
  type SecretFiles,
} from "../../src/settings/secret_file.ts";
import { systemSources } from "../../src/settings/sources.ts";
import { inFolder } from "../support/folder.ts";

/** A file system of one file. */
function files(
  file: Partial<Awaited<ReturnType<SecretFiles["stat"]>>>,
  windows = false,
): SecretFiles {
  return {
    readTextFile: () => Promise.resolve("hush\r\n"),
    stat: () => Promise.resolve({ mode: 0o100600, uid: 1000, ...file }),
    readLink: () => Promise.reject(new Deno.errors.InvalidData()),
    windows,
  };
}

const read = (from: SecretFiles, path = "/t") => readSecretFile(from, path, "--token-file");

/** What reading ends with. */
async function refusal(from: SecretFiles, path?: string): Promise<string> {
  try {
    return `read: ${await read(from, path)}`;
  } catch (error) {
    assert(error instanceof SecretFileError);
    return error.message;
  }
}

Deno.test("a file of its owner alone is read, and trimmed", async () => {
  for (const mode of [0o100600, 0o100400, 0o100700, 0o010600]) {
    assert.equal(await read(files({ mode })), "hush");
  }
});

Deno.test("a file of a user may have no bit for anybody else", async () => {
  for (let bit = 0o001; bit <= 0o040; bit *= 2) {
    const mode = 0o600 | bit;
    const octal = mode.toString(8).padStart(4, "0");
    assert.equal(
      await refusal(files({ mode: 0o100000 | mode })),
      `Cannot use the file "/t" of --token-file: its mode ${octal} lets others in, but a secret is for its file's owner alone, and for the group only to read a file of root: run chmod 600 "/t"`,
    );
  }
});

Deno.test("a file of root may be read by its group, and by nobody else", async () => {
  for (const mode of [0o600, 0o640, 0o440]) {
    assert.equal(await read(files({ mode: 0o100000 | mode, uid: 0 })), "hush");
  }
  for (const mode of [0o644, 0o444, 0o660, 0o650, 0o641, 0o642]) {
    assert.match(
      await refusal(files({ mode: 0o100000 | mode, uid: 0 })),
      /lets others in, .* run chmod 600 "\/t" \(640 for its group; in Kubernetes defaultMode: 0440\)$/,
    );
  }
});

Deno.test("where files have no mode, or it says nothing, the file is read", async () => {
  assert.equal(await read(files({ mode: null, uid: null })), "hush");
  assert.equal(await read(files({ mode: 0o100666 }, true)), "hush");
});

const onUnix = { ignore: Deno.build.os === "windows" };

Deno.test({
  ...onUnix,
  name: "a link is followed: what it points to counts, and is named",
  fn: () =>
    inFolder(async (path) => {
      await Deno.writeTextFile(path("token"), "hush", { mode: 0o600 });
      await Deno.symlink("token", path("link"));
      const system = systemSources();
      assert.equal(await read(system, path("link")), "hush");
      await Deno.chmod(path("token"), 0o644);
      const link = `the file ${JSON.stringify(path("link"))}, a link to "token", of --token-file`;
      const refused = await refusal(system, path("link"));
      assert(refused.startsWith(`Cannot use ${link}: its mode 0644 lets others in`), refused);
      await Deno.remove(path("token"));
      assert.equal(
        await refusal(system, path("link")),
        `Cannot read ${link}: there is no such file or folder`,
      );
      await Deno.symlink("link", path("token"));
      assert.equal(
        await refusal(system, path("link")),
        `Cannot read ${link}: its links go round in a circle`,
      );
    }),
});

Deno.test({
  ...onUnix,
  name: "a file that is not there, a folder and a path through a file are told as that",
  fn: () =>
    inFolder(async (path) => {
      await Deno.writeTextFile(path("file"), "hush", { mode: 0o600 });
      const reasons = {
        gone: "there is no such file or folder",
        "": "it is a folder",
        "file/in": "a part of its path is no folder",
      };
      for (const [name, reason] of Object.entries(reasons)) {
        const quoted = JSON.stringify(path(name));
        const sentence = `Cannot read the file ${quoted} of --token-file: ${reason}`;
        assert.equal(await refusal(systemSources(), path(name)), sentence);
      }
    }),
});

Deno.test("a file that may not be read is told as that", async () => {
  const denied = Object.assign(new Deno.errors.PermissionDenied(), { code: "EACCES" });
  const closed = { ...files({}), readTextFile: () => Promise.reject(denied) };
  assert.equal(
    await refusal(closed),
    'Cannot read the file "/t" of --token-file: permission denied, give access to the user that runs this',
  );
});
