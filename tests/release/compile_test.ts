import assert from "node:assert/strict";
import { inFolder } from "../support/folder.ts";
import { CommandError } from "./command.ts";
import { compileBundle } from "./compile.ts";

/** A compiler of one's own that says something and ends with 1. */
const failing = (text: string) => [Deno.execPath(), "eval", `throw new Error("${text}")`];

Deno.test("a compiler of one's own is given the file to write, the flags and the entry", () =>
  inFolder(async (path) => {
    const noted = path("noted.json");
    const script = `Deno.writeTextFileSync(${JSON.stringify(noted)}, JSON.stringify(Deno.args))`;
    await compileBundle("main.js", "out/program", {
      compiler: [Deno.execPath(), "eval", script],
      triple: "x86_64-pc-windows-msvc",
    });
    const args: string[] = JSON.parse(await Deno.readTextFile(noted));
    assert.equal(args[0], "out/program");
    assert.equal(args.at(-1), "main.js");
    assert(args.slice(1, -1).every((arg) => arg.startsWith("--")), args.join(" "));
    assert(!args.some((arg) => arg.startsWith("--target") || arg.startsWith("--output")));
  }));

Deno.test("a compilation that fails names the command and what it wrote", async () => {
  await assert.rejects(
    compileBundle("main.js", "program", { compiler: failing("no such module") }),
    (error) => {
      assert(error instanceof CommandError);
      assert.match(error.message, / eval .* program --.* main\.js ended with 1:\n/);
      assert.match(error.message, /no such module/);
      return true;
    },
  );
});

Deno.test("a runtime that cannot be downloaded is said to be just that", async () => {
  const compiler = failing("Failed to download denort");
  await assert.rejects(
    compileBundle("main.js", "program", { compiler, triple: "aarch64-apple-darwin" }),
    /^Error: Cannot download Deno's runtime for aarch64-apple-darwin: check the way to dl\.deno\.land\. /,
  );
});

Deno.test("a compiler that is not there is named", async () => {
  await assert.rejects(
    compileBundle("main.js", "program", { compiler: ["/nowhere/maker"] }),
    /^Error: \/nowhere\/maker program .* ended with 127:/,
  );
});
