/** What `--json=FILE` holds. */

import type { Goal } from "./goals.ts";
import type { Machine } from "./machine.ts";
import type { Figures, PartName } from "./parts.ts";

/** Everything that one run of the bench came to. Bytes and milliseconds, unless a field says otherwise. */
export interface Results {
  machine: Machine;
  quick: boolean;
  /** How long each part took. */
  seconds: Partial<Record<PartName, number>>;
  /** The figures of each part that was run. */
  parts: Partial<Figures>;
  /** The targets of all of them. */
  goals: (Goal & { part: PartName })[];
}
