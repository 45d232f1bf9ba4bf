/** What is in the program: the modules and packages that can be reached from `src/main.ts`, as Deno sees them. */

import { join } from "node:path";
import { execute } from "./command.ts";

/** A file of ours. */
export interface Module {
  /** Its path in the project: `src/main.ts`. */
  path: string;
  /** Paths of files and ids of packages that it imports. */
  imports: string[];
}

/** An npm package. */
export interface Package {
  /** As deno.lock has it: `zod@4.6.7`, sometimes with the peers it was installed for. */
  id: string;
  name: string;
  version: string;
  /** As its author declares it: an SPDX expression, mostly. */
  license?: string;
  /** SHA-512 of its archive, in hexadecimal. */
  sha512: string;
  /** Ids of the packages that it depends on. */
  dependencies: string[];
}

/** All lists are in the order of their characters' codes. */
export interface Graph {
  modules: Module[];
  packages: Package[];
}

interface Dependency {
  code?: { specifier: string };
}

/** A package in Deno's cache. */
interface Installed {
  name: string;
  version: string;
  dependencies: string[];
  localPath: string;
}

/** The part of deno.lock that counts here. */
interface Lock {
  npm: Record<string, { integrity: string }>;
}

/** The part of `deno info --json` that counts here. */
interface Info {
  redirects: Record<string, string>;
  modules: {
    specifier: string;
    kind: string;
    npmPackage?: string;
    dependencies?: Dependency[];
  }[];
  npmPackages: Record<string, Installed>;
}

const root = new URL("../../", import.meta.url);

/** Reads the graph; what only types are imported from is not in it, and not in the program. */
export async function readGraph(): Promise<Graph> {
  const info: Info = JSON.parse(
    await execute([Deno.execPath(), "info", "--json", "src/main.ts"]),
  );
  const modules = reachableModules(info);
  const used = modules.flatMap(({ imports }) => imports).filter((name) => name in info.npmPackages);
  const ids = reachablePackages(used, info);
  const lock: Lock = JSON.parse(await Deno.readTextFile(new URL("deno.lock", root)));
  const packages = await Promise.all(
    ids.map((id) => readPackage(id, info.npmPackages[id], lock)),
  );
  return { modules, packages };
}

function reachableModules(info: Info): Module[] {
  const bySpecifier = new Map(info.modules.map((module) => [module.specifier, module]));
  const found = new Map<string, Module>();
  const visit = (specifier: string) => {
    const path = specifier.slice(root.href.length);
    if (found.has(path)) return;
    const { dependencies = [] } = bySpecifier.get(specifier)!;
    const targets = dependencies.flatMap(({ code }) => code?.specifier ?? [])
      .map((target) => info.redirects[target] ?? target);
    const ours = targets.filter((target) => target.startsWith(root.href));
    const packages = targets.flatMap((target) => bySpecifier.get(target)?.npmPackage ?? []);
    const paths = ours.map((target) => target.slice(root.href.length));
    const imports = [...new Set([...paths, ...packages])].sort(compare);
    found.set(path, { path, imports });
    ours.forEach(visit);
  };
  visit(new URL("src/main.ts", root).href);
  return [...found.values()].sort((one, other) => compare(one.path, other.path));
}

function reachablePackages(used: string[], { npmPackages }: Info): string[] {
  const found = new Set<string>();
  const visit = (id: string) => {
    if (found.has(id)) return;
    found.add(id);
    npmPackages[id].dependencies.forEach(visit);
  };
  used.forEach(visit);
  return [...found].sort(compare);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

async function readPackage(id: string, installed: Installed, lock: Lock): Promise<Package> {
  const { name, version, dependencies, localPath } = installed;
  const { license } = JSON.parse(await Deno.readTextFile(join(localPath, "package.json")));
  const { integrity } = lock.npm[id];
  const sha512 = Uint8Array.fromBase64(integrity.replace("sha512-", "")).toHex();
  return { id, name, version, license, sha512, dependencies: dependencies.toSorted(compare) };
}
