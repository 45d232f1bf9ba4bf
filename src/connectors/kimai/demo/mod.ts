/**
 * The embedded Kimai: a stateful stand-in for the REST API of Kimai 2.66, for tests and `--demo`.
 * It is handed to a client as its `fetch`.
 */
import { FORMS } from "./form_tables.ts";
import { PERMISSIONS } from "./permissions.ts";
import { createDispatcher } from "./routes.ts";
import { seedAgency, seedContracts, seedEmpty } from "./seed.ts";
import { DemoState, type Tables } from "./state.ts";

export type { DemoState, Tables } from "./state.ts";

/** How to make one. */
export interface DemoOptions {
  /** The clock; default the system's. */
  now?: () => Temporal.Instant;
  /** "agency" (default): a small agency around today. "empty": nothing but five users (super,
   * admin, lead, user, user2; tokens token_super to token_user2). */
  seed?: "agency" | "empty";
  /** With the plugin for work contracts, which the facts know second-hand only; default without. */
  workContracts?: boolean;
  /** The deciding tables, for tests that alter one row; default Kimai's. */
  tables?: Partial<Tables>;
}

/** A running embedded Kimai. */
export interface DemoKimai {
  /** Answers like Kimai; usable as a `fetch`. Any origin; paths below `/api/`. */
  fetch: (input: Request | URL | string, init?: RequestInit) => Promise<Response>;
  /** API token by user name. */
  tokens: Record<string, string>;
  /** The user `--demo` acts as: a team lead. */
  defaultUser: string;
  /** Sets a row of Kimai's configuration by Kimai's own name; null is the default. */
  configure(name: string, value: string | null): void;
  /** Rows, definitions and switches, for what the API itself cannot set up. */
  state: DemoState;
}

/** Makes an embedded Kimai with rows of its own. */
export function createDemoKimai(options: DemoOptions = {}): DemoKimai {
  const now = options.now ?? (() => Temporal.Now.instant());
  const tables: Tables = { permissions: PERMISSIONS, forms: FORMS, ...options.tables };
  const state = new DemoState(tables, () => now().epochMilliseconds);
  const defaultUser = options.seed === "empty" ? seedEmpty(state) : seedAgency(state);
  if (options.workContracts) seedContracts(state);
  const dispatch = createDispatcher(state);
  return {
    async fetch(input, init) {
      init?.signal?.throwIfAborted();
      return await dispatch(new Request(input, init));
    },
    tokens: Object.fromEntries(
      [...state.accessTokens.values()].map((row) => [
        state.users.get(row.user)!.username!,
        row.token,
      ]),
    ),
    defaultUser,
    configure: (name, value) => state.configure(name, value),
    state,
  };
}
