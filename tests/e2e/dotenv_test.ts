import assert from "node:assert/strict";
import { createFolder } from "../support/folder.ts";
import { program, run } from "../support/program.ts";

Deno.test("the started program, bundled or not, reads the .env of its working directory", async () => {
  await using folder = await createFolder();
  await Deno.writeTextFile(`${folder.path}/.env`, "KIMAI_MCP_DEMO=true # to try it\n");
  const start = program(["call", "user_current"]);
  const { code, stdout, stderr } = await run({ ...start, cwd: folder.path });
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  assert.match(stdout, /^Current User: lena \(ID: 3\)\n/);
});
