/**
 * `deno task conformance`: the official suite against the HTTP code of the product, with tools made for it in
 * place of Kimai's, by the token of somebody who signed in. Both protocol revisions and the authorization server
 * must pass, but for what `expected_failures.yml` has a reason for.
 */

import { fileURLToPath } from "node:url";
import { say } from "../bench/table.ts";
import { closedPort } from "../e2e/kimais.ts";
import { type Baseline, judge, readBaseline, staleEntries, type Verdict } from "./baseline.ts";
import { clientId, type Served, serveFixtures } from "./served.ts";
import { type Run, runAuthorizationSuite, runServerSuite } from "./suite.ts";

const file = fileURLToPath(new URL("expected_failures.yml", import.meta.url));

/** What the suite is run for, by what its results are called. */
const runs: Record<string, (served: Served) => Promise<Run>> = {
  "2025-11-25": ({ url }) => runServerSuite(url, "2025-11-25", file),
  "2026-07-28": ({ url }) => runServerSuite(url, "2026-07-28", file),
  "authorization": (served) => authorize(served, []),
  "authorization for a resource": (served) => authorize(served, ["--resource", served.url]),
};

/**
 * Plays the person for the suite, whose own server waits for the browser to come back. The suite's client is a
 * public one: it would not show a secret where `none` is among what the server accepts.
 */
function authorize({ issuer, allow }: Served, more: string[]): Promise<Run> {
  const args = ["--client-id", clientId, "--port", `${closedPort()}`, ...more];
  return runAuthorizationSuite(issuer, args, async (address) => {
    const answer = await fetch(await allow(address));
    await answer.body?.cancel();
  });
}

/** Runs all. @returns the exit code */
async function main(): Promise<number> {
  const started = performance.now();
  const baseline = readBaseline(await Deno.readTextFile(file));
  const verdicts: Verdict[] = [];
  await using served = await serveFixtures();
  for (const [name, run] of Object.entries(runs)) {
    const verdict = check(name, await run(served), baseline);
    const { passed, excused, failed } = verdict;
    say(
      `${name}: ${passed.length} checks passed, ${failed.length} failed, ` +
        `${excused.length} expected not to pass`,
    );
    for (const { scenario, id, status, errorMessage = "" } of failed) {
      say(`  ${status} ${scenario}:${id} ${errorMessage}`.trimEnd());
    }
    verdicts.push(verdict);
  }
  const stale = staleEntries(verdicts, baseline);
  for (const entry of stale) say(`Passes now, remove it from expected_failures.yml: ${entry}`);
  const count = (kind: keyof Verdict) =>
    verdicts.reduce((sum, verdict) => sum + verdict[kind].length, 0);
  const failed = count("failed") + stale.length;
  const seconds = Math.round((performance.now() - started) / 1000);
  say();
  // As `deno test` ends, so that these checks are counted like its tests.
  say(
    `${failed === 0 ? "ok" : "FAILED"} | ${count("passed")} passed | ${failed} failed | ` +
      `${count("excused")} ignored (${seconds}s)`,
  );
  return failed === 0 ? 0 : 1;
}

/** No green by accident: the suite must have come to its end, seen nothing to fail, and looked at something. */
function check(name: string, { code, checks, output }: Run, baseline: Baseline): Verdict {
  const verdict = judge(checks, baseline);
  if (code === 0 && verdict.passed.length > 0) return verdict;
  if (verdict.failed.length > 0) return verdict;
  say(output);
  verdict.failed.push({ scenario: name, id: `exit code ${code}`, status: "FAILURE" });
  return verdict;
}

if (import.meta.main) Deno.exit(await main());
