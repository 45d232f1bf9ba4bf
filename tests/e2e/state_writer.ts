/**
 * What `killed_writes_test.ts` kills: registers clients, makes grants and ends them as fast as it can. Each line on
 * stdout is true once it is there: `client ID` and `grant ID` are kept, `ending ID` may be over, `ended ID` is.
 */

import { silentLog } from "../../src/lib/log.ts";
import { openFileStore } from "../../src/oauth/state_file.ts";
import { beginning, clientOf, grantOf, lifetimes } from "../oauth/state.ts";

const [path, name] = Deno.args;
const store = await openFileStore({ path, lifetimes, log: silentLog, now: () => beginning });

function say(line: string): void {
  let bytes = new TextEncoder().encode(`${line}\n`);
  while (bytes.length > 0) bytes = bytes.subarray(Deno.stdout.writeSync(bytes));
}

/** Several of these run at once, so that writes carry more than one change. */
async function write(worker: number): Promise<never> {
  for (let count = 0;; count++) {
    const id = `${name}-${worker}-${count}`;
    await store.change("client", id, () => clientOf(id));
    say(`client ${id}`);
    await store.change("grant", id, () => grantOf(id, { clientId: id }));
    say(`grant ${id}`);
    if (count % 2 === 0) continue;
    say(`ending ${id}`);
    await store.change("grant", id, () => undefined);
    say(`ended ${id}`);
  }
}

await Promise.all([1, 2, 3, 4].map(write));
