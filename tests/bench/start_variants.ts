/** The programs whose start is measured, in each form in which they can be made here. */

import { fileURLToPath } from "node:url";
import { bundleModule, compileBundle, mainModule } from "../release/compile.ts";
import type { Start } from "../support/clients.ts";
import { permissions, program } from "../support/program.ts";
import { StdioSubject } from "./stdio_subject.ts";
import { say } from "./table.ts";

const modules = {
  "bare Deno": new URL("subjects/bare_loop.ts", import.meta.url),
  "one tool": new URL("subjects/one_tool.ts", import.meta.url),
  "kimai-mcp": mainModule,
};
type Program = keyof typeof modules;
const programs = Object.keys(modules) as Program[];

/** How a program is there. */
export const forms = ["source", "bundle", "executable"] as const;
export type Form = typeof forms[number];

/** What is compared: ours twice, because a Kimai that is down must not slow the start. */
export const subjects = ["bare Deno", "one tool", "kimai-mcp", "kimai-mcp, no Kimai"] as const;
export type SubjectName = typeof subjects[number];

/** A program in one form. */
export interface Variant {
  form: Form;
  subject: SubjectName;
  start: Start;
}

/** What was compiled. */
export interface Executables {
  /** Bytes of ours. */
  size: number;
  /** Deno's version in all of them. */
  runtime: string;
}

/** Where a Kimai is, and where none is. */
export interface Kimais {
  there: { url: string; token: string };
  /** An address where nothing listens. */
  nowhere: string;
}

/** Everything that can be started here. What is bundled and compiled comes into the folder. */
export async function variantsIn(
  folder: string,
  kimais: Kimais,
): Promise<{ variants: Variant[]; executables?: Executables }> {
  const of = (form: Form, commandOf: (name: Program) => string[]) =>
    variantsOf(form, commandOf, { folder, kimais });
  const source = sources(folder, kimais);
  const entries = await bundles(folder);
  const bundle = of("bundle", (name) => run(entries[name]));
  const binaries = await compiled(entries, folder);
  if (!binaries) return { variants: [...source, ...bundle] };
  const executable = of("executable", (name) => [binaries[name]]);
  const { size } = await Deno.stat(binaries["kimai-mcp"]);
  const runtime = await runtimeOf(executable[0]);
  return { variants: [...source, ...bundle, ...executable], executables: { size, runtime } };
}

/** Everything as `deno run` starts it from source. */
export function sources(folder: string, kimais: Kimais): Variant[] {
  return variantsOf("source", (name) => run(fileURLToPath(modules[name])), { folder, kimais });
}

function run(file: string): string[] {
  return [Deno.execPath(), "run", ...permissions, file];
}

function variantsOf(
  form: Form,
  commandOf: (name: Program) => string[],
  { folder, kimais }: { folder: string; kimais: Kimais },
): Variant[] {
  return subjects.map((subject) => {
    const [command, ...args] = commandOf(subject.replace(/,.*/, "") as Program);
    return { form, subject, start: { command, args, env: envOf(subject, kimais), cwd: folder } };
  });
}

function envOf(subject: SubjectName, { there, nowhere }: Kimais): Record<string, string> {
  const url = subject === "kimai-mcp, no Kimai" ? nowhere : there.url;
  return { ...program().env, KIMAI_URL: url, KIMAI_API_TOKEN: there.token };
}

async function bundles(folder: string): Promise<Record<Program, string>> {
  const entries = {} as Record<Program, string>;
  for (const name of programs) {
    entries[name] = await bundleModule(modules[name], `${folder}/${name.replace(" ", "_")}`);
  }
  return entries;
}

/** Compiled with the command that `KIMAI_MCP_COMPILE` names, else with `deno compile`; ours may be there already. */
async function compiled(
  entries: Record<Program, string>,
  folder: string,
): Promise<Record<Program, string> | undefined> {
  const compiler = Deno.env.get("KIMAI_MCP_COMPILE")?.split(" ");
  const ready = Deno.env.get("KIMAI_MCP_BIN");
  const binaries = {} as Record<Program, string>;
  try {
    for (const name of programs) {
      binaries[name] = `${folder}/${name.replace(" ", "_")}_binary`;
      if (name === "kimai-mcp" && ready) binaries[name] = await Deno.realPath(ready);
      else await compileBundle(entries[name], binaries[name], { compiler });
    }
    return binaries;
  } catch (error) {
    say(`Executables are left out: ${error instanceof Error ? error.message : error}`);
    say();
    return undefined;
  }
}

/** The runtime of the bare server, which says it in place of a version of its own. */
async function runtimeOf({ start }: Variant): Promise<string> {
  await using server = new StdioSubject(start);
  const { result } = await server.initialize();
  return (result?.serverInfo as { version: string }).version;
}
