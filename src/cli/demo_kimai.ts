/** `kimai-mcp demo-kimai`: the embedded Kimai behind a port of its own, for other tools and for tests. */

import { z } from "zod";
import type { DemoKimai } from "../connectors/kimai/demo/mod.ts";
import { describeNotListening } from "../lib/listening.ts";
import { UserError } from "../mcp/errors.ts";
import { flag, integer, type SettingRows, type Settings, text } from "../settings/table.ts";
import type { Command, CommandContext } from "./command.ts";
import { complain, print } from "./output.ts";

/** A point in time as ISO 8601 with an offset or Z. */
const instant = z.string().transform((text, context) => {
  try {
    return Temporal.Instant.from(text);
  } catch {
    context.addIssue("give a time with offset or Z, such as 2026-11-20T03:12:30Z");
    return z.NEVER;
  }
}).optional();

const rows = {
  port: {
    type: integer({ min: 0, max: 65535, default: 8001 }),
    env: false as const,
    help: "Port of the embedded Kimai, 0 for any free one",
    placeholder: "PORT",
  },
  host: {
    type: text("127.0.0.1"),
    env: false as const,
    help: "Address that the embedded Kimai listens on",
    placeholder: "HOST",
  },
  empty: {
    type: flag(false),
    env: false as const,
    help: "Start with five users and nothing else, instead of a small agency",
  },
  now: {
    type: instant,
    env: false as const,
    help: "Stop the embedded Kimai's clock at this instant",
    placeholder: "TIME",
  },
  latency: {
    type: integer({ min: 0, max: 600_000, default: 0 }),
    env: false as const,
    help: "Milliseconds before each answer of the embedded Kimai",
    placeholder: "MS",
  },
  fail: {
    type: integer({ min: 0, max: 100, default: 0 }),
    env: false as const,
    help: "Percent of the requests to fail, in turn with 500, 502, 503, 429 and no answer",
    placeholder: "PERCENT",
  },
  kimai_version: {
    type: text(),
    env: false as const,
    help: "Behave as this older release of Kimai, such as 2.40.0",
    placeholder: "VERSION",
  },
} satisfies SettingRows;

type Values = Settings<typeof rows>;

export const demoKimai: Command = {
  usage: "demo-kimai",
  summary: "Serve the embedded Kimai over HTTP, for trying this or other tools on it",
  rows,
  async run({ words, settings, log, signal }) {
    if (words.length > 0) {
      complain(`Cannot use "${words.join(" ")}": demo-kimai takes flags only`);
      return 2;
    }
    const values = settings as Values;
    try {
      const { url, demo, finished } = await serveDemoKimai(values, { log, signal });
      print(greeting(demo, values, url));
      await finished;
      return 0;
    } catch (error) {
      if (!(error instanceof UserError || error instanceof RangeError)) throw error;
      complain(error.message);
      return error instanceof RangeError ? 2 : 1;
    }
  },
};

/** An embedded Kimai that is being served. */
export interface ServedKimai {
  url: string;
  demo: DemoKimai;
  /** Resolves when the signal has ended it. */
  finished: Promise<void>;
}

/**
 * Serves an embedded Kimai until the signal fires.
 * @throws {UserError} when it cannot listen there
 * @throws {RangeError} with a sentence, for a release that cannot be imitated
 */
export async function serveDemoKimai(
  values: Values,
  { log, signal }: Pick<CommandContext, "log" | "signal">,
): Promise<ServedKimai> {
  const { demo, handler } = await open(values);
  const onError = (error: unknown) => {
    log.error("The embedded Kimai failed", { error: String(error) });
    return new Response(null, { status: 500 });
  };
  const { host: hostname, port } = values;
  const options = { hostname, port, signal, onListen() {}, onError };
  try {
    const { addr, finished } = Deno.serve(options, handler);
    return { url: urlOf(addr), demo, finished };
  } catch (error) {
    throw new UserError(describeNotListening(error, values));
  }
}

/** Makes the embedded Kimai, with the habits asked for. Loaded here, so that nothing else has to. */
async function open({ empty, now, latency, fail, kimai_version }: Values) {
  const [{ createDemoKimai }, { asVersion }, { BrokenOff, withTrouble }] = await Promise.all([
    import("../connectors/kimai/demo/mod.ts"),
    import("../connectors/kimai/demo/versions.ts"),
    import("../connectors/kimai/demo/trouble.ts"),
  ]);
  const demo = createDemoKimai({
    seed: empty ? "empty" : "agency",
    now: () => now ?? Temporal.Now.instant(),
  });
  const kimai = kimai_version === undefined
    ? demo.fetch
    : asVersion(demo.fetch, kimai_version, demo.state);
  const fetch = withTrouble(kimai, { latency, failPercent: fail });
  const handler = async (request: Request): Promise<Response> => {
    try {
      return await fetch(request);
    } catch (error) {
      if (error instanceof BrokenOff) return brokenOff();
      // Who asked has gone while the answer was held back.
      if (request.signal.aborted) return new Response(null, { status: 499 });
      throw error;
    }
  };
  return { demo, handler };
}

/** As near as `Deno.serve` comes to no answer: a head that promises a body, and then the end of the connection. */
function brokenOff(): Response {
  const nothing = new ReadableStream({ start: (controller) => controller.close() });
  return new Response(nothing, { headers: { "Content-Length": "1" } });
}

/** The address to write into a browser or a setting; "any" address is reached as this machine. */
function urlOf({ hostname, port }: Deno.NetAddr): string {
  const host = ["0.0.0.0", "::"].includes(hostname) ? "localhost" : hostname;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

const roles: Record<string, string> = {
  ROLE_SUPER_ADMIN: "super admin",
  ROLE_ADMIN: "admin",
  ROLE_TEAMLEAD: "team lead",
};

function greeting(
  { state, tokens, defaultUser }: DemoKimai,
  { kimai_version }: Values,
  url: string,
): string {
  const users = [...state.users.values()].map(({ username, roles: [role], timezone }) => {
    const name = username ?? "";
    return [name, roles[role] ?? "user", timezone, tokens[name] ?? ""];
  });
  const table = [["User", "Role", "Zone", "Token"], ...users];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  const lines = table.map((row) =>
    row.map((cell, column) => cell.padEnd(widths[column])).join("  ").trimEnd()
  );
  const who = kimai_version === undefined ? "The embedded Kimai" : `Kimai ${kimai_version}`;
  return [
    `${who} answers at ${url}`,
    "",
    ...lines,
    "",
    `Use it: KIMAI_URL=${url} KIMAI_API_TOKEN=${tokens[defaultUser]} kimai-mcp call status`,
    "End it with Ctrl-C; what was changed is gone then",
  ].join("\n");
}
