/** Programs of the system that tests need, and tests that are skipped, and say so, where one is missing. */

import { delimiter, join } from "node:path";

/** Where programs are looked for: Debian keeps some where only root looks. */
export const PATH = [Deno.env.get("PATH"), "/usr/sbin"].filter(Boolean).join(delimiter);

/** Those of these programs that are not there. */
export function missingOf(programs: readonly string[]): string[] {
  const isThere = (program: string) =>
    PATH.split(delimiter).some((folder) => {
      try {
        return Deno.statSync(join(folder, program)).isFile;
      } catch {
        return false;
      }
    });
  return programs.filter((program) => !isThere(program));
}

/** A test that needs programs of the system. */
export function programTest(
  programs: readonly string[],
  name: string,
  fn: () => void | Promise<void>,
): void {
  const missing = missingOf(programs);
  Deno.test({
    name: missing.length > 0 ? `${name} (skipped: no ${missing.join(" and no ")})` : name,
    ignore: missing.length > 0,
    fn,
  });
}
