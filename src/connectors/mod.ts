// No test of its own: a list, read by tests/house/catalogue_test.ts.
/** The upstreams this server knows; a new one is one line here. */

import type { Connector } from "./connector.ts";
import { kimai } from "./kimai/mod.ts";

export const connectors: readonly Connector[] = [kimai];
