import assert from "node:assert/strict";
import { inFolder } from "../support/folder.ts";
import { checksumsOf } from "./checksums.ts";

Deno.test("checksums are lines that sha256sum reads, in the order of the names", () =>
  inFolder(async (path) => {
    await Deno.writeTextFile(path("b"), "abc");
    await Deno.writeTextFile(path("a"), "");
    assert.equal(
      await checksumsOf(path("."), ["b", "a"]),
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a\n" +
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  b\n",
    );
  }));
