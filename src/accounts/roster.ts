/** All accounts at one moment, replaced as a whole, and who wants to know of it. */

import type { Log } from "../lib/log.ts";
import type { Account, AccountChanges, Accounts } from "./account.ts";

type Listener = (changes: AccountChanges) => void;

/** Accounts that whoever owns them can replace. */
export interface Roster {
  accounts: Accounts;
  /** Replaces them, then tells the listeners what is different. */
  replace(next: readonly Account[]): AccountChanges;
}

export function createRoster(initial: readonly Account[], log: Log): Roster {
  let byName = indexed(initial);
  const listeners = new Set<Listener>();
  const accounts: Accounts = {
    get: (name) => byName.get(name),
    all: () => [...byName.values()],
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const replace = (next: readonly Account[]): AccountChanges => {
    const before = byName;
    byName = indexed(next);
    const changes = changesBetween(before, byName);
    if (Object.values(changes).flat().length > 0) tell(listeners, changes, log);
    return changes;
  };
  return { accounts, replace };
}

function indexed(accounts: readonly Account[]): Map<string, Account> {
  return new Map(accounts.map((account) => [account.name, account]));
}

function changesBetween(before: Map<string, Account>, after: Map<string, Account>): AccountChanges {
  const names = [...after.keys()];
  return {
    removed: [...before.keys()].filter((name) => !after.has(name)),
    changed: names.filter((name) =>
      before.has(name) && before.get(name)!.version !== after.get(name)!.version
    ),
    added: names.filter((name) => !before.has(name)),
  };
}

/** One listener that fails must not keep another from ending what it holds. */
function tell(listeners: Set<Listener>, changes: AccountChanges, log: Log): void {
  for (const listener of [...listeners]) {
    try {
      listener(changes);
    } catch (error) {
      log.error("A change of the accounts was not taken up everywhere", { error });
    }
  }
}
