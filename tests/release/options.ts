/** What `deno task compile:all` was asked for. */

import { parseArgs } from "node:util";
import { ownTarget, type Target, targets } from "./targets.ts";

export interface Options {
  targets: readonly Target[];
  /** The folder that the files go to. */
  out: string;
  /** The executables are in that folder already, made on machines of their own. */
  compiled: boolean;
  /** A command that compiles, called `CMD OUT ARGS...`, where `deno compile` cannot; for this platform alone. */
  compiler?: readonly string[];
}

/** Called wrongly. */
export class OptionsError extends Error {}

/**
 * Reads the command line and `KIMAI_MCP_COMPILE`.
 * @throws {OptionsError} naming what is wrong
 */
export function readOptions(args: readonly string[], compile: string | undefined): Options {
  const { targets: names, out, compiled } = readFlags(args);
  const compiler = compile?.split(" ");
  const all = compiler && !compiled ? targets.filter((target) => target === ownTarget) : targets;
  const chosen = names === undefined ? all : names.split(",").map((name) => targetOf(name, all));
  return { targets: chosen, out, compiled, compiler };
}

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        targets: { type: "string" },
        out: { type: "string", default: "dist" },
        compiled: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    throw new OptionsError(error instanceof Error ? error.message : String(error));
  }
}

function targetOf(name: string, all: readonly Target[]): Target {
  const target = all.find((target) => target.name === name);
  if (target) return target;
  const choices = all.map(({ name }) => name).join(", ");
  throw new OptionsError(`Cannot make "${name}": choose of ${choices}`);
}
