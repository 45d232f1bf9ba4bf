/** Everything that goes wrong between our server and Kimai while one call runs. */

import type { Fault } from "./fault.ts";
import { bodies } from "./kinds/bodies.ts";
import { connections } from "./kinds/connections.ts";
import { redirects } from "./kinds/redirects.ts";
import { statuses } from "./kinds/statuses.ts";
import { timing } from "./kinds/timing.ts";

export const faults: readonly Fault[] = [
  ...timing,
  ...connections,
  ...bodies,
  ...statuses,
  ...redirects,
];
