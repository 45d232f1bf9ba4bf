/** Which faults are tried on which requests of which calls. */

import type { Call } from "./calls.ts";
import type { Case } from "./drive.ts";
import { faults } from "./faults.ts";
import { type Clean, keyOf } from "./world.ts";

/** Of how many pairs of call and fault a quick run takes one, and any run of faults that take much memory. */
const share = 23;

/** A call and what it comes to on a good day. */
export interface Known {
  call: Call;
  clean: Clean;
}

/** Every fault with every request of every call at once, and with each of them alone. */
export function* casesOf(known: readonly Known[], quick: boolean): Generator<Case> {
  let pair = 0;
  for (const [index, { call, clean }] of known.entries()) {
    const keys = [...new Set(clean.requests.map(keyOf))];
    for (const [number, fault] of faults.entries()) {
      // The shift lets each fault meet other calls, and each call other faults.
      const isChosen = (number + index * 5) % share === 0;
      if ((quick || fault.isHeavy) && !isChosen) continue;
      yield { call, clean, fault };
      if (fault.onConnect || keys.length < 2) continue;
      const some = quick ? [keys[pair++ % keys.length]] : keys;
      for (const at of some) yield { call, clean, fault, at };
    }
  }
}
