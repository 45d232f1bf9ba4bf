/**
 * Executables, made as the tasks `bundle` and `compile` make them: bundled first, so that a start reads few files and
 * what it does not need stays in files of its own, and then the bundle compiled, which starts faster than
 * `deno compile --bundle`.
 */

import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { flagsOf } from "../support/program.ts";
import { CommandError, execute } from "./command.ts";

/** The program. */
export const mainModule = new URL("../../src/main.ts", import.meta.url);

/**
 * Bundles a module with all that it imports.
 * @returns the path of the entry file in that folder
 * @throws {CommandError}
 */
export async function bundleModule(module: URL, folder: string): Promise<string> {
  const source = fileURLToPath(module);
  await execute([Deno.execPath(), "bundle", ...flagsOf("bundle"), "--outdir", folder, source]);
  return join(folder, `${basename(source, ".ts")}.js`);
}

/** How a bundle is compiled. */
export interface Compilation {
  /** Called `CMD OUT ARGS...` in place of `deno compile`; knows this platform alone. */
  compiler?: readonly string[];
  /** Another platform than this one, as `deno compile --target` has it. */
  triple?: string;
}

/**
 * Compiles a bundle's entry file.
 * @throws {CommandError} naming the command, and whether the runtime of that platform could not be downloaded
 */
export async function compileBundle(
  entry: string,
  out: string,
  { compiler, triple }: Compilation = {},
): Promise<void> {
  const target = triple === undefined || compiler ? [] : [`--target=${triple}`];
  const command = compiler ?? [Deno.execPath(), "compile", "--output"];
  try {
    await execute([...command, out, ...target, ...flagsOf("compile"), entry]);
  } catch (error) {
    throw isDownload(error) ? new Error(noRuntime(triple, error), { cause: error }) : error;
  }
}

function isDownload(error: unknown): error is CommandError {
  return error instanceof CommandError && /denort|download/i.test(error.output);
}

function noRuntime(triple = Deno.build.target, { message }: CommandError): string {
  return `Cannot download Deno's runtime for ${triple}: check the way to dl.deno.land. ${message}`;
}
