/** How long a soak lasts, in which order what happens, and how much there is of everything. */

/** One part of a soak. Restarts stand between two stretches without any, so that each has a process to itself. */
export interface Part {
  kind: "steady" | "restarts";
  seconds: number;
}

export interface Plan {
  accounts: number;
  /** Clients at work at once. */
  clients: number;
  parts: readonly Part[];
  /** Seconds between two looks at the process, two changes of users.json, and two restarts. */
  look: number;
  change: number;
  restart: number;
  /** Seconds of age at which a client refreshes its tokens, before they are over. */
  refreshAfter: number;
  /** Seconds after which the server forgets a session that nobody uses. */
  sessionTtl: number;
  /** Seconds in which everything must be gone once nobody asks any more. */
  quiet: number;
}

/** Seconds between two rounds in which the server forgets what is over, with some more for a busy machine. */
const tidying = 40;

/** The plan for so many minutes in all. */
export function planFor(minutes: number, isQuick: boolean): Plan {
  const sessionTtl = isQuick ? 10 : 60;
  const quiet = sessionTtl + tidying;
  const load = Math.max(30, minutes * 60 - quiet);
  const restarts = Math.round(load * (isQuick ? 0.4 : 0.12));
  const steady = Math.round((load - restarts) / 2);
  return {
    accounts: 200,
    clients: 24,
    parts: [
      { kind: "steady", seconds: steady },
      { kind: "restarts", seconds: restarts },
      { kind: "steady", seconds: steady },
    ],
    look: isQuick ? 3 : 10,
    change: isQuick ? 4 : 12,
    restart: isQuick ? 5 : 20,
    refreshAfter: isQuick ? 15 : 40,
    sessionTtl,
    quiet,
  };
}
