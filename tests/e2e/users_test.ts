import assert from "node:assert/strict";
import { inFolder } from "../support/folder.ts";
import { program, run } from "../support/program.ts";
import { newRuntimeTest } from "./runtime.ts";

newRuntimeTest(
  "accounts are added, rotated, listed and removed by the started program",
  () =>
    inFolder(async (path) => {
      const env = {
        USERS_CONFIG_FILE: path("users.json"),
        KIMAI_URL: "https://kimai.test",
        KIMAI_API_TOKEN: "hush-hush",
      };
      const users = async (...words: string[]) => {
        const { code, stdout, stderr } = await run(program(["users", ...words, "--json"], env));
        assert.deepEqual([code, stderr], [0, ""]);
        assert.equal(stdout.includes("hush-hush"), false);
        return JSON.parse(stdout);
      };
      const added = await users("add", "anna");
      const rotated = await users("rotate", "anna");
      assert.notEqual(added.secret, rotated.secret);
      const anna = { name: "anna", host: "kimai.test", secret: "hashed" };
      assert.deepEqual(await users("list"), [anna]);
      assert.deepEqual(await users("remove", "anna"), { name: "anna" });
      assert.deepEqual(await users("list"), []);
      const { code, stderr } = await run(program(["users", "rotate"], env));
      assert.deepEqual([code, stderr], [2, "Cannot rotate nobody: write users rotate NAME\n"]);
    }),
);
