/** What it takes to know a token, in this process and nothing else around it. */

import { openWays } from "../../src/http/ways_in.ts";
import { createToken, hashOf } from "../../src/oauth/hashes.ts";
import { createMemoryStore } from "../../src/oauth/memory_store.ts";
import { createVerifier } from "../../src/oauth/verifier.ts";
import { createFlow, lifetimes } from "../oauth/support.ts";
import { median, printTable, say } from "./table.ts";

/** What one look at a token took, in microseconds, in each round. */
export interface Looked {
  token: string;
  micros: number[];
}

export interface VerifyEffort {
  rounds: number;
  /** In a round. */
  looks: number;
}

/** Tokens that a server may keep at the most. */
const most = 100_000;

/** Prints one table. */
export async function benchVerify({ rounds, looks }: VerifyEffort): Promise<Looked[]> {
  const [alone, among, serverToken] = [await known(1), await known(most), createToken()];
  const ways = openWays({ serverToken, legacySlugs: false, accounts: alone.accounts });
  const [server] = ways.verifiers;
  const unknown = createToken();
  const kinds: Record<string, (look: number) => unknown> = {
    "one SHA-256 and no more": () => hashOf(unknown),
    "the server's": () => server.verify(serverToken),
    "OAuth, the only one": () => alone.verify(alone.tokens[0]),
    "OAuth, one of 100,000": (look) => among.verify(among.tokens[look * 7919 % most]),
    "OAuth, unknown": () => among.verify(unknown),
  };
  const found = Object.keys(kinds).map((token): Looked => ({ token, micros: [] }));
  for (let round = -1; round < rounds; round++) {
    for (const { token, micros } of found) {
      const began = performance.now();
      for (let look = 0; look < looks; look++) await kinds[token](look);
      // The first round is for the compiler.
      if (round >= 0) micros.push((performance.now() - began) / looks * 1000);
    }
  }
  report(found, { rounds, looks });
  return found;
}

/** Tokens of one account, ten of a grant, and who knows them. */
async function known(count: number) {
  const store = createMemoryStore({ lifetimes });
  const { services } = await createFlow({ services: { store } });
  const time = services.now();
  const { signInVersion } = services.accounts.get("anna")!;
  const scopes = ["kimai:read", "kimai:write"];
  const tokens = Array.from({ length: count }, createToken);
  for (const [index, token] of tokens.entries()) {
    const id = `grant-${Math.floor(index / 10)}`;
    await store.change("grant", id, () => ({
      ...{ id, account: "anna", accountVersion: signInVersion, clientId: "web", scopes },
      ...{ redirectHost: "claude.test", resource: services.resource, createdAt: time },
      ...{ usedAt: time, expiresAt: time + lifetimes.grant },
    }));
    const access = { grantId: id, scopes, expiresAt: time + lifetimes.access };
    await store.change("access", hashOf(token), () => access);
  }
  const { verify } = createVerifier(services);
  if (!await verify(tokens[0])) throw new Error("The token is not good");
  return { accounts: services.accounts, tokens, verify };
}

function report(found: readonly Looked[], { rounds, looks }: VerifyEffort): void {
  say(`One look at a token, in microseconds: medians of ${rounds} rounds of ${looks}`);
  const rows = found.map(({ token, micros }) => [
    token,
    ...[median(micros), Math.min(...micros), Math.max(...micros)].map((us) => us.toFixed(2)),
  ]);
  printTable(["token", "us", "min", "max"], rows);
}
