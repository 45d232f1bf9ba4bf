import assert from "node:assert/strict";
import { OptionsError, readOptions } from "./options.ts";
import { ownTarget, targets } from "./targets.ts";

const names = (args: string[], compile?: string) =>
  readOptions(args, compile).targets.map(({ name }) => name);

Deno.test("all targets are made, into dist, unless somebody chooses", () => {
  assert.deepEqual(readOptions([], undefined), {
    targets: [...targets],
    out: "dist",
    compiled: false,
    compiler: undefined,
  });
  assert.deepEqual(names(["--targets=windows-x64,linux-x64"]), ["windows-x64", "linux-x64"]);
  assert.equal(readOptions(["--out=/tmp/files"], undefined).out, "/tmp/files");
});

Deno.test("a compiler of one's own makes what runs here, and nothing else", () => {
  const own = ownTarget ? [ownTarget.name] : [];
  const other = targets.find((target) => target !== ownTarget)!;
  assert.deepEqual(names([], "maker --fast"), own);
  assert.deepEqual(readOptions([], "maker --fast").compiler, ["maker", "--fast"]);
  assert.throws(() => names([`--targets=${other.name}`], "maker"), OptionsError);
});

Deno.test("executables that are there already may be of any target", () => {
  assert.deepEqual(names(["--compiled"], "maker"), targets.map(({ name }) => name));
});

Deno.test("what cannot be made is named, with the choices", () => {
  assert.throws(
    () => names(["--targets=linux-x64,amiga"]),
    new OptionsError(
      'Cannot make "amiga": choose of linux-x64, linux-arm64, darwin-x64, darwin-arm64, windows-x64',
    ),
  );
  assert.throws(() => names(["--target=linux-x64"]), OptionsError);
});
