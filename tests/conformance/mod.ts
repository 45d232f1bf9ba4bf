/**
 * `deno task conformance`: the official suite against the HTTP code of the product, with tools made for it in
 * place of Kimai's. Both protocol revisions must pass, but for what `expected_failures.yml` has a reason for.
 */

import { fileURLToPath } from "node:url";
import { say } from "../bench/table.ts";
import { type Baseline, judge, readBaseline, staleEntries, type Verdict } from "./baseline.ts";
import { serveFixtures } from "./served.ts";
import { runSuite } from "./suite.ts";

const revisions = ["2025-11-25", "2026-07-28"];
const file = fileURLToPath(new URL("expected_failures.yml", import.meta.url));

/** Runs all revisions. @returns the exit code */
async function main(): Promise<number> {
  const started = performance.now();
  const baseline = readBaseline(await Deno.readTextFile(file));
  const verdicts: Verdict[] = [];
  await using served = serveFixtures();
  for (const revision of revisions) {
    const verdict = await check(served.url, revision, baseline);
    const { passed, excused, failed } = verdict;
    say(
      `${revision}: ${passed.length} checks passed, ${failed.length} failed, ` +
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
async function check(url: string, revision: string, baseline: Baseline): Promise<Verdict> {
  const { code, checks, output } = await runSuite(url, revision, file);
  const verdict = judge(checks, baseline);
  if (code === 0 && verdict.passed.length > 0) return verdict;
  if (verdict.failed.length > 0) return verdict;
  say(output);
  verdict.failed.push({ scenario: revision, id: `exit code ${code}`, status: "FAILURE" });
  return verdict;
}

if (import.meta.main) Deno.exit(await main());
