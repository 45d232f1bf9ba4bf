/** Runs the official suite, which is a program for Node, and reads what it found. */

import { resolve } from "node:path";
import { createFolder } from "../support/folder.ts";
import { Running } from "../support/program.ts";
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
export function runServerSuite(url: string, revision: string, baseline: string): Promise<Run> {
  const args = ["--url", url, "--requirements", revision, "--expected-failures", baseline];
  return run(["server", ...args], () => Promise.resolve());
}

/**
 * Runs the scenarios for authorization servers, in one of which a person has to sign in.
 * @param args the client that the suite plays, and the port on which it waits for the answer
 * @param visit goes to an address as a person's browser, and on to where that leads
 */
export function runAuthorizationSuite(
  issuer: string,
  args: string[],
  visit: (address: string) => Promise<void>,
): Promise<Run> {
  return run(["authorization", "--url", issuer, ...args], async (running) => {
    // Whoever comes back before the suite waits is lost.
    const shown = () =>
      /^(http\S+\/authorize\?\S+)\n.*^Callback server started/ms.exec(running.stdout)?.[1];
    const address = await running.until(shown).catch(() => undefined);
    if (address) await visit(address);
  });
}

async function run(args: string[], attend: (running: Running) => Promise<void>): Promise<Run> {
  await using folder = await createFolder();
  await using running = new Running({
    command: "npx",
    args: [
      "--yes",
      ...packages.flatMap((name) => ["--package", name]),
      ...["conformance", ...args, "--output-dir", folder.path],
    ],
    env: { ...Deno.env.toObject(), NO_COLOR: "1" },
  });
  const enough = setTimeout(() => running.signal("SIGKILL"), patience);
  try {
    await attend(running);
    const { code } = await running.ended;
    const output = [running.stdout, running.stderr].join("\n");
    return { code, checks: await readChecks(folder.path), output };
  } finally {
    clearTimeout(enough);
  }
}

/** Results lie in a folder per scenario, called `server-SCENARIO-TIME` or `authorization-server-SCENARIO-TIME`. */
async function readChecks(folder: string): Promise<Check[]> {
  const checks: Check[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    const scenario = /^(?:authorization-)?server-(.+)-\d{4}-\d\d-\d\dT[\d-]+Z$/.exec(name)?.[1];
    if (scenario === undefined) {
      throw new Error(`The suite wrote a folder of an unknown kind: ${name}`);
    }
    const text = await Deno.readTextFile(resolve(folder, name, "checks.json"));
    checks.push(...(JSON.parse(text) as Check[]).map((check) => ({ ...check, scenario })));
  }
  return checks.sort((one, other) => one.scenario.localeCompare(other.scenario));
}
