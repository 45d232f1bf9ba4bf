/** A machine of a test's own: nothing on it but what is said. */

import type { Machine, Os } from "../../../src/cli/setup/machine.ts";

export interface Given {
  env?: Record<string, string>;
  /** Files and folders that are there. */
  present?: readonly string[];
  files?: Record<string, string>;
}

const homes: Record<Os, string> = {
  darwin: "/Users/ada",
  linux: "/home/ada",
  windows: "C:\\Users\\ada",
};

export function machineWith(os: Os, { env = {}, present = [], files = {} }: Given = {}): Machine {
  return {
    os,
    home: homes[os],
    env: (name) => env[name],
    exists: (path) => Promise.resolve(present.includes(path) || path in files),
    read: (path) => Promise.resolve(files[path]),
  };
}
