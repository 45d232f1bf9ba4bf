/** The embedded Kimai of a soak behind a socket: a token for each account, and a tally of what it was asked to keep. */

import { createDemoKimai } from "../../src/connectors/kimai/demo/mod.ts";
import { pause } from "../../src/lib/pause.ts";
import { serve, type Served } from "../e2e/kimais.ts";
import type { Ledger } from "./ledger.ts";

export interface SoakKimai extends Served {
  /** Gives an account another token; all accounts share the few people of the agency. */
  newToken(index: number): string;
  /** From now on Kimai refuses this token. */
  endToken(token: string): void;
  /** How often an entry with each of the soak's descriptions is there. */
  kept(): Map<string, number>;
  /** How often Kimai was asked to make one. */
  readonly received: ReadonlyMap<string, number>;
  /** Requests so far. */
  readonly requests: number;
}

/** Milliseconds that it takes over an answer, at the most. */
const slowest = 25;

/** Serves it. Half of a write's delay comes after it was carried out: then a killed server leaves it unanswered. */
export function serveKimai(ledger: Ledger): SoakKimai {
  const { fetch: ask, state } = createDemoKimai();
  const people = [...state.users.values()];
  const received = new Map<string, number>();
  let requests = 0;
  const served = serve(async (request) => {
    requests++;
    if (request.method === "POST") await tally(request.clone(), ledger, received);
    await pause(Math.random() * slowest / 2);
    const answer = await ask(request);
    await pause(Math.random() * slowest / 2);
    return answer;
  });
  return {
    ...served,
    received,
    get requests() {
      return requests;
    },
    newToken: (index) => {
      const { id: user } = people[index % people.length];
      const token = `soak-kimai-${crypto.randomUUID()}`;
      state.accessTokens.add({ id: state.accessTokens.nextId(), user, token, expiresAt: null });
      return token;
    },
    endToken: (token) => {
      for (const row of state.accessTokens.values()) {
        if (row.token === token) state.accessTokens.delete(row.id);
      }
    },
    kept: () => {
      const kept = new Map<string, number>();
      for (const { description } of state.timesheets.values()) {
        if (description && ledger.isOurs(description)) add(kept, description);
      }
      return kept;
    },
  };
}

async function tally(request: Request, ledger: Ledger, received: Map<string, number>) {
  const { description = "" } = JSON.parse(await request.text() || "{}") as { description?: string };
  if (ledger.isOurs(description)) add(received, description);
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
