/** What is known not to pass, why, and how a run of the suite stands against it. */

/** One thing that a scenario looked at. The suite may look more than once under the same id. */
export interface Check {
  scenario: string;
  id: string;
  /** `INFO` only tells what was seen. */
  status: "SUCCESS" | "FAILURE" | "WARNING" | "SKIPPED" | "INFO";
  errorMessage?: string;
}

/** Reasons by `scenario:check`. */
export type Baseline = ReadonlyMap<string, string>;

/** Checks by how they went; those that only tell something are in none. */
export interface Verdict {
  passed: Check[];
  /** Those that the baseline has a reason for. */
  excused: Check[];
  /** All others: also what the suite warns of, and what it skipped. */
  failed: Check[];
}

/**
 * Reads the file that the suite takes as `--expected-failures`: entries `- scenario:check` below `server:`,
 * each in a group that begins with comment lines, which are its reason.
 * @throws for a line that is neither, and for an entry that names no check or has no reason
 */
export function readBaseline(text: string): Baseline {
  const baseline = new Map<string, string>();
  let reason: string[] = [];
  let isOpen = false;
  for (const line of text.split("\n").map((line) => line.trim())) {
    if (line.startsWith("#")) {
      if (!isOpen) reason = [];
      isOpen = true;
      reason.push(line.replace(/^# ?/, ""));
      continue;
    }
    isOpen = false;
    if (line === "" || line === "server:") {
      reason = [];
      continue;
    }
    const entry = /^- ([^\s:]+:[^\s:]+)$/.exec(line)?.[1];
    if (entry === undefined) {
      throw new Error(`Cannot read ${JSON.stringify(line)}: write "- scenario:check"`);
    }
    if (reason.length === 0) {
      throw new Error(`${entry} has no reason: write one as a comment above it`);
    }
    baseline.set(entry, reason.join(" "));
  }
  return baseline;
}

const nameOf = ({ scenario, id }: Check) => `${scenario}:${id}`;

/** Sorts the checks of a run. */
export function judge(checks: readonly Check[], baseline: Baseline): Verdict {
  const verdict: Verdict = { passed: [], excused: [], failed: [] };
  for (const check of checks) {
    if (check.status === "INFO") continue;
    if (check.status === "SUCCESS") verdict.passed.push(check);
    else if (baseline.has(nameOf(check))) verdict.excused.push(check);
    else verdict.failed.push(check);
  }
  return verdict;
}

/** Entries that excused nothing in any run: they are to be removed. */
export function staleEntries(verdicts: readonly Verdict[], baseline: Baseline): string[] {
  const needed = new Set(verdicts.flatMap(({ excused }) => excused.map(nameOf)));
  return [...baseline.keys()].filter((entry) => !needed.has(entry));
}
