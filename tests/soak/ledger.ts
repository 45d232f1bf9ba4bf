/** What became of every write as its client knows it, held against what Kimai has in the end. */

/**
 * `answered`: the client was told that it is done, so it is there once. `refused`: the client was told that nothing
 * was done, so it is not there. `unknown`: the answer was lost or given up, so it may be there, but not twice.
 */
export type Fate = "answered" | "refused" | "unknown";
export const fates: readonly Fate[] = ["answered", "refused", "unknown"];

/** How many writes of one fate Kimai has how often. */
export interface Row {
  fate: Fate;
  writes: number;
  absent: number;
  once: number;
  more: number;
}

/** The comparison. `faults` is empty where every write is there as often as it should be. */
export interface Balance {
  rows: Row[];
  faults: string[];
  /** Entries of Kimai that carry our mark and no write of ours. */
  strangers: number;
}

/** Every write of one soak under a description of its own. */
export class Ledger {
  readonly #fates = new Map<string, Fate>();
  readonly #mark: string;

  constructor(readonly run = crypto.randomUUID().slice(0, 8)) {
    this.#mark = `soak ${run} `;
  }

  /** A new write; until it is settled nobody knows of it. @returns its description */
  begin(): string {
    const description = `${this.#mark}${this.#fates.size + 1}`;
    this.#fates.set(description, "unknown");
    return description;
  }

  settle(description: string, fate: Fate): void {
    this.#fates.set(description, fate);
  }

  get size(): number {
    return this.#fates.size;
  }

  /** Whether a description is one of this soak's. */
  isOurs(description: string): boolean {
    return description.startsWith(this.#mark);
  }

  /** @param kept how often Kimai has a description; @param received how often it was asked to keep it */
  compare(kept: ReadonlyMap<string, number>, received: ReadonlyMap<string, number>): Balance {
    const rows = fates.map((fate) => ({ fate, writes: 0, absent: 0, once: 0, more: 0 }));
    const faults: string[] = [];
    for (const [description, fate] of this.#fates) {
      const times = kept.get(description) ?? 0;
      const row = rows[fates.indexOf(fate)];
      row.writes++;
      row[times === 0 ? "absent" : times === 1 ? "once" : "more"]++;
      const fault = faultOf(fate, times, received.get(description) ?? 0);
      if (fault) faults.push(`"${description}" ${fault}`);
    }
    const strangers = [...kept.keys()].filter((each) => !this.#fates.has(each)).length;
    if (strangers > 0) faults.push(`${strangers} entries came of no write that a client knows of`);
    return { rows, faults, strangers };
  }
}

function faultOf(fate: Fate, times: number, received: number): string | undefined {
  if (times > 1) return `is there ${times} times (${fate})`;
  if (received > 1) return `was sent to Kimai ${received} times (${fate})`;
  if (fate === "answered" && times === 0) return "is lost: its client was told that it is done";
  if (fate === "refused" && times === 1) {
    return "is there: its client was told that nothing was done";
  }
}
