// No test of its own: tests/e2e/stdio_test.ts serves through it.
/** Serving over stdin and stdout. Nothing else may write to stdout. */

import type { McpServerFactory } from "@modelcontextprotocol/server";
import { serveStdio, StdioServerTransport } from "@modelcontextprotocol/server/stdio";
import type { Log } from "./lib/log.ts";

/** Who types the program's name into a terminal would see nothing at all. */
const forPeople =
  'Waiting for an assistant to speak MCP here: "kimai-mcp setup" connects one, "kimai-mcp --help" lists what else there is, Ctrl-C ends this';

/**
 * Serves until the input ends or `signal` fires; calls that still run then are cancelled.
 * Both protocol eras are served, whichever the client opens with.
 */
export async function serveOverStdio(
  factory: McpServerFactory,
  { log, signal }: { log: Log; signal: AbortSignal },
): Promise<void> {
  if (Deno.stdin.isTerminal()) log.info(forPeople);
  const transport = new StdioServerTransport();
  const handle = serveStdio(factory, {
    transport,
    onerror: (error) => log.warning("Problem on stdio", { error }),
  });
  await new Promise<void>((resolve) => {
    const closed = transport.onclose;
    transport.onclose = () => {
      closed?.();
      resolve();
    };
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  await handle.close();
}
