/** Runs the official suite, which is a program for Node, and reads what it found. */

import { resolve } from "node:path";
import type { Check } from "./baseline.ts";

/** The suite needs Node 22 or later, whatever is installed. */
const packages = ["node@24.9.0", "@modelcontextprotocol/conformance@0.2.0-alpha.12"];

/** Milliseconds for one run; the suite itself gives up a scenario after 30 seconds. */
const patience = 300_000;

export interface Run {
  /** What the suite ended with: 0 when all that the revision requires passes or is expected to fail. */
  code: number;
  checks: Check[];
  /** All that it wrote. */
  output: string;
}

/**
 * Runs what a revision of the protocol requires, with that revision on the wire, and what the suite only reports.
 * @param baseline the file of expected failures
 */
export async function runSuite(url: string, revision: string, baseline: string): Promise<Run> {
  const folder = await Deno.makeTempDir({ prefix: "conformance" });
  try {
    const { code, stdout, stderr } = await new Deno.Command("npx", {
      args: [
        "--yes",
        ...packages.flatMap((name) => ["--package", name]),
        ...["conformance", "server", "--url", url, "--requirements", revision],
        ...["--expected-failures", baseline, "--output-dir", folder],
      ],
      env: { NO_COLOR: "1" },
      stdin: "null",
      signal: AbortSignal.timeout(patience),
    }).output();
    const output = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("\n");
    return { code, checks: await readChecks(folder), output };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Results lie in a folder per scenario, called `server-SCENARIO-TIME`. */
async function readChecks(folder: string): Promise<Check[]> {
  const checks: Check[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    const scenario = /^server-(.+)-\d{4}-\d\d-\d\dT[\d-]+Z$/.exec(name)?.[1];
    if (scenario === undefined) {
      throw new Error(`The suite wrote a folder of an unknown kind: ${name}`);
    }
    const text = await Deno.readTextFile(resolve(folder, name, "checks.json"));
    checks.push(...(JSON.parse(text) as Check[]).map((check) => ({ ...check, scenario })));
  }
  return checks.sort((one, other) => one.scenario.localeCompare(other.scenario));
}
