/** What the program may do at all, and what it gives up as soon as it knows that it will not need it. */

/** Commands that start other programs: `setup` starts what it wrote down, as the assistant will, and talks to it. */
const startPrograms: ReadonlySet<string | undefined> = new Set(["setup"]);

/**
 * The tasks `start` and `compile` in deno.json name these permissions, and no others:
 * - `net`: upstreams, documents of clients that sign in, and the port to listen on
 * - `env`: the settings; which variables these are depends on the connectors, and a secret file may stand for each
 * - `read`: secret files, users.json, state, certificates, configurations of assistants, wherever people keep them
 * - `write`: users.json, state, audit trail, and what `setup` writes into configurations
 * - `run`: only for `setup`, and given up by everything else before a client, a file or an upstream is read
 *
 * Never `ffi`; not `sys`, which nothing uses; no code from elsewhere (`--deny-import`); and nothing is ever asked
 * for (`--no-prompt`). An executable keeps no compiled code in the folder for temporary files (`--no-code-cache`):
 * it would trust what somebody else put there under its name.
 * @param command undefined where the program serves
 */
export function dropPermissions(
  command: string | undefined,
  permissions: Pick<Deno.Permissions, "revokeSync"> = Deno.permissions,
): void {
  if (!startPrograms.has(command)) permissions.revokeSync({ name: "run" });
}
