/** Which tools are offered: all, or those that an administrator names, one by one or in sets. */

import { UserError } from "./errors.ts";

/** Tool names by set; those of `always` are on unless they are left out by name. */
export type Toolsets = Readonly<Record<string, readonly string[]>>;

/** What an administrator asks for; nothing asked for means everything. */
export interface Asked {
  tools: readonly string[];
  toolsets: readonly string[];
  exclude: readonly string[];
}

/**
 * The names of the tools to offer.
 * @throws {UserError} naming every tool or set that does not exist
 */
export function selectTools(sets: Toolsets, { tools, toolsets, exclude }: Asked): Set<string> {
  const { always = [], ...named } = sets;
  const all = Object.values(sets).flat();
  const problems = [
    ...unknown("tool", [...tools, ...exclude], all),
    ...unknown("toolset", toolsets, Object.keys(named)),
  ];
  if (problems.length > 0) throw new UserError(problems.join("; "));
  const isNarrowed = tools.length + toolsets.length > 0;
  const wanted = isNarrowed ? [...always, ...tools, ...toolsets.flatMap((set) => named[set])] : all;
  return new Set(wanted.filter((name) => !exclude.includes(name)));
}

function unknown(what: string, names: readonly string[], known: readonly string[]): string[] {
  return names.filter((name) => !known.includes(name))
    .map((name) => `There is no ${what} "${name}", choose from ${known.join(", ")}`);
}
