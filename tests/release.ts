/**
 * Makes the files of a release: `deno task compile:all`. Into `--out=FOLDER` (dist) go the executable and the .mcpb
 * bundle of each target (`--targets=linux-x64,darwin-arm64`, else all), the bill of materials, and SHA256SUMS.
 * `--compiled` takes executables that are in that folder already. Where `deno compile` cannot download its runtime,
 * `KIMAI_MCP_COMPILE` may name a command that compiles for this platform, called `CMD OUT ARGS...`.
 */

import { join } from "node:path";
import { complain, print } from "../src/cli/output.ts";
import { billOfMaterials } from "./release/bill_file.ts";
import { checksumsOf } from "./release/checksums.ts";
import { bundleModule, compileBundle, mainModule } from "./release/compile.ts";
import { packBundle } from "./release/mcpb.ts";
import { type Options, OptionsError, readOptions } from "./release/options.ts";
import { bundleOf, executableOf } from "./release/targets.ts";
import { createFolder } from "./support/folder.ts";

interface Step {
  title: string;
  run(): Promise<void>;
}

const bill = "kimai-mcp.cdx.json";

/** What is to be done, in order. `folder` is for what is not released. */
function stepsOf({ targets, out, compiled, compiler }: Options, folder: string): Step[] {
  const path = (name: string) => join(out, name);
  const entry = Promise.withResolvers<string>();
  const bundle: Step = {
    title: "Bundling",
    run: async () => entry.resolve(await bundleModule(mainModule, folder)),
  };
  const compile = targets.map((target): Step => ({
    title: `Compiling for ${target.name}`,
    run: async () => {
      const file = path(executableOf(target));
      await compileBundle(await entry.promise, file, { compiler, triple: target.triple });
    },
  }));
  const pack = targets.map((target): Step => ({
    title: `Packing the bundle for ${target.name}`,
    run: () => packBundle(target, path(executableOf(target)), path(bundleOf(target))),
  }));
  const list: Step = {
    title: "Listing what is inside",
    run: async () => await Deno.writeTextFile(path(bill), await billOfMaterials()),
  };
  const files = [...targets.flatMap((target) => [executableOf(target), bundleOf(target)]), bill];
  const sum: Step = {
    title: "Adding up",
    run: async () => await Deno.writeTextFile(path("SHA256SUMS"), await checksumsOf(out, files)),
  };
  return [...(compiled ? [] : [bundle, ...compile]), ...pack, list, sum];
}

async function release(options: Options): Promise<void> {
  await using folder = await createFolder();
  await Deno.mkdir(options.out, { recursive: true });
  const steps = stepsOf(options, folder.path);
  for (const [index, { title, run }] of steps.entries()) {
    print(`[${index + 1}/${steps.length}] ${title}`);
    await run();
  }
  for (const target of options.targets) await report(join(options.out, executableOf(target)));
}

async function report(file: string): Promise<void> {
  const { size } = await Deno.stat(file);
  print(`${file}: ${(size / 1e6).toFixed(1)} MB`);
}

if (import.meta.main) {
  try {
    await release(readOptions(Deno.args, Deno.env.get("KIMAI_MCP_COMPILE")));
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
    Deno.exit(error instanceof OptionsError ? 2 : 1);
  }
}
