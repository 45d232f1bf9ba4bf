/** The bill of materials of this very project. */

import { createBill } from "./bill.ts";
import { sha256Of } from "./checksums.ts";
import { CommandError, execute } from "./command.ts";
import { readGraph } from "./graph.ts";

const root = new URL("../../", import.meta.url);

/** The bill's text, with the time of the commit, or of SOURCE_DATE_EPOCH where that is set. */
export async function billOfMaterials(): Promise<string> {
  const graph = await readGraph();
  const hashes = new Map<string, string>();
  for (const { path } of graph.modules) hashes.set(path, await sha256Of(new URL(path, root)));
  const time = await sourceTime(Deno.env.get("SOURCE_DATE_EPOCH"));
  return createBill({ graph, hashes, deno: Deno.version.deno, time });
}

/** Undefined where neither is known, as in an archive of the source. */
async function sourceTime(epoch: string | undefined): Promise<Date | undefined> {
  try {
    const seconds = epoch || await execute(["git", "log", "-1", "--format=%ct"]);
    return new Date(Number(seconds) * 1000);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
  }
}
