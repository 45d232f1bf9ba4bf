/** A Linux machine whose home is a folder of the test. */

import type { Machine } from "../../../src/cli/setup/clients.ts";

export function machineIn(home: string): Machine {
  const there = (path: string) => Deno.stat(path).then(() => true, () => false);
  return {
    os: "linux",
    home,
    env: () => undefined,
    exists: there,
    read: (path) => Deno.readTextFile(path).catch(() => undefined),
  };
}
