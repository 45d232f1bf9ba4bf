/** Which release of Kimai brought what the tools use (API.md chapter 8), and what an older one so lacks. */

import type { Finding } from "../../connector.ts";
import { oldest } from "../rights.ts";
import { ok } from "./order.ts";

/** One thing, and the `versionId` from which it is there. */
interface Feature {
  since: number;
  what: string;
}

const features: readonly Feature[] = [
  { since: 21_800, what: "colours to choose from" },
  { since: 22_200, what: "invoices" },
  { since: 22_500, what: "deleting customers, projects and activities" },
  { since: 23_000, what: "breaks" },
  { since: 24_000, what: "changing preferences and work contracts" },
  { since: 25_600, what: "documents and custom fields of invoices" },
  { since: 25_700, what: "comments" },
  { since: 26_200, what: "addresses in lists of customers" },
  { since: 26_600, what: "favourites and duplicating projects" },
];

/** `2.57` of 25700. */
function release(versionId: number): string {
  return `${Math.floor(versionId / 10_000)}.${Math.floor(versionId / 100) % 100}`;
}

/** Compares Kimai's version with what the tools need. */
export function versionFinding(
  { version, versionId }: { version: string; versionId: number },
): Finding {
  const name = "Version";
  if (versionId < oldest) {
    return {
      name,
      outcome: "failed",
      text: `Kimai ${version} is too old for API tokens`,
      fix: `Update Kimai to ${release(oldest)} or later`,
    };
  }
  const lacking = features.filter(({ since }) => versionId < since);
  if (lacking.length === 0) return ok(name, `Kimai ${version} has everything that the tools use`);
  const list = lacking.map(({ what, since }) => `${what} (${release(since)})`).join(", ");
  return {
    name,
    outcome: "warning",
    text: `Kimai ${version} lacks ${list}`,
    fix: `Update Kimai to ${
      release(lacking.at(-1)!.since)
    } or later to have them; everything else works`,
  };
}
