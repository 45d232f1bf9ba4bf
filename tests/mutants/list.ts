/** All mutants, in the order in which they are tried. */

import { callMutants } from "./list/calls.ts";
import { doorMutants } from "./list/doors.ts";
import { keepingMutants } from "./list/keeping.ts";
import { kimaiMutants } from "./list/kimai.ts";
import { signInMutants } from "./list/sign_in.ts";
import type { Mutant } from "./mutant.ts";

export const mutants: readonly Mutant[] = [
  ...signInMutants,
  ...doorMutants,
  ...callMutants,
  ...keepingMutants,
  ...kimaiMutants,
];
