// No test of its own: tests/e2e/stdio_test.ts starts it.
/** The composition root: settings, log, upstreams, catalogue, then a command or serving over stdio. */

import config from "../deno.json" with { type: "json" };
import type { Command, CommandContext } from "./cli/command.ts";
import { complain, print } from "./cli/output.ts";
import type { Connector, Fetch, Upstream } from "./connectors/connector.ts";
import { connectors } from "./connectors/mod.ts";
import { createLog, type Log, type LogLevel } from "./lib/log.ts";
import type { Call } from "./mcp/caller.ts";
import { createCatalogue, definitionOf } from "./mcp/catalogue.ts";
import { UserError } from "./mcp/errors.ts";
import { type Asked, selectTools } from "./mcp/selection.ts";
import { createDispatch } from "./mcp/dispatch.ts";
import { createServerFactory } from "./mcp/server_factory.ts";
import { asksFor, coreSettings } from "./settings/core.ts";
import { helpText } from "./settings/help.ts";
import { commandOf, openSources, systemSources } from "./settings/sources.ts";
import { readSettings, type SettingRows, SettingsError } from "./settings/table.ts";
import { serveOverStdio } from "./stdio.ts";

const name = "kimai-mcp";

/** Commands beside serving, by name; loaded when they are needed. */
export const commands: Record<string, () => Promise<Command>> = {
  call: async () => (await import("./cli/call.ts")).call,
  tools: async () => (await import("./cli/tools.ts")).tools,
  "demo-kimai": async () => (await import("./cli/demo_kimai.ts")).demoKimai,
};

/** All settings of the server, without those of single commands. */
export const serverRows: SettingRows = connectors.reduce<SettingRows>(
  (rows, connector) => ({ ...rows, ...connector.settings }),
  coreSettings,
);

/** What a server is composed of. */
export interface Composition {
  settings: Record<string, unknown>;
  log: Log;
  now: () => Temporal.Instant;
  /** Replaces the network. */
  fetch?: Fetch;
  /** Checks every answer against its schema; for tests. */
  checkAnswers?: boolean;
}

/** Puts the server together; nothing is opened before the first call. */
export function compose({ settings, log, now, fetch, checkAnswers }: Composition) {
  const { read_only: readOnly } = settings as { read_only: boolean };
  const only = selectionOf(settings);
  const catalogue = once(async () => {
    const load = async ({ id, tools }: Connector) => ({ id, tools: await tools() });
    return createCatalogue(await Promise.all(connectors.map(load)), { readOnly, only });
  });
  const definitions = once(async () => {
    // Written down with all their actions; without them they are made anew.
    if (readOnly) return (await catalogue()).offers.map(definitionOf);
    const written = await Promise.all(connectors.map((connector) => connector.definitions()));
    return written.flat().filter(({ name }) => only.has(name));
  });
  const upstreams = new Map<string, Promise<Upstream>>();
  const openOnce = (connector: Connector) => {
    const known = upstreams.get(connector.id) ?? open(connector, { settings, log, now, fetch });
    upstreams.set(connector.id, known);
    return known;
  };
  const byId = new Map(connectors.map((connector) => [connector.id, connector]));
  const sessionOf = async (id: string, call: Call) => (await openOnce(byId.get(id)!)).call(call);
  const dispatch = createDispatch({ catalogue, sessionOf, checkAnswers });
  const factory = createServerFactory({
    name,
    title: "Kimai",
    version: config.version,
    instructions: connectors.map(({ instructions }) => instructions).join("\n\n"),
    definitions,
    catalogue,
    dispatch,
    // On stdio whoever started the program is the caller.
    callerOf: () => ({}),
    log,
  });
  return { catalogue, dispatch, factory };
}

/** @throws {SettingsError} for a tool or set that does not exist */
function selectionOf(settings: Record<string, unknown>): Set<string> {
  const sets: Record<string, string[]> = {};
  for (const { toolsets } of connectors) {
    for (const [set, names] of Object.entries(toolsets)) (sets[set] ??= []).push(...names);
  }
  const { tools, toolsets, exclude_tools: exclude } = settings as unknown as Asked & {
    exclude_tools: string[];
  };
  try {
    return selectTools(sets, { tools, toolsets, exclude });
  } catch (error) {
    throw error instanceof UserError ? new SettingsError([error.message], 2) : error;
  }
}

/** Runs a loader at most once. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => loaded ??= load();
}

async function open(
  connector: Connector,
  { settings, log, now, fetch }: Omit<Composition, "checkAnswers">,
): Promise<Upstream> {
  const demo = settings.demo ? await connector.demo?.({ now }) : undefined;
  return connector.open({ ...settings, ...demo?.settings }, {
    log,
    now,
    fetch: demo?.fetch ?? fetch,
  });
}

async function help(): Promise<string> {
  const all = await Promise.all(Object.values(commands).map((load) => load()));
  return helpText({
    name,
    version: config.version,
    summary:
      "An MCP server for Kimai. Without a command it serves the Model Context Protocol over stdin and stdout.",
    commands: Object.fromEntries(all.map(({ usage, summary }) => [usage, summary])),
    rows: all.reduce((rows, { rows: more }) => ({ ...rows, ...more }), serverRows),
  });
}

/** Fires on Ctrl-C and SIGTERM. A second one ends the program at once. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const signals: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];
  for (const signal of signals) {
    Deno.addSignalListener(signal, () => {
      if (controller.signal.aborted) Deno.exit(1);
      controller.abort(new Error(signal));
    });
  }
  return controller.signal;
}

/** Runs the program. @returns the exit code */
async function main(): Promise<number> {
  const system = systemSources();
  const commandName = commandOf(serverRows, system.args);
  const command = commandName === undefined ? undefined : await commands[commandName]?.();
  const rows = { ...serverRows, ...command?.rows };
  const sources = await openSources(rows, system);
  const asked = asksFor(sources);
  if (asked) {
    print(asked === "help" ? await help() : `${name} ${config.version}`);
    return 0;
  }
  const { settings, notices } = readSettings(rows, sources);
  if (commandName !== undefined && !command) {
    const choices = Object.keys(commands).join(", ");
    complain(`Unknown command "${commandName}": choose one of ${choices}, or none to serve`);
    return 2;
  }
  const log = createLog({ level: settings.log_level as LogLevel });
  for (const notice of notices) log.warning(notice);
  const { catalogue, dispatch, factory } = compose({ settings, log, now: Temporal.Now.instant });
  const signal = stopSignal();
  try {
    if (!command) {
      await serveOverStdio(factory, { log, signal });
      return 0;
    }
    const words = sources.positionals.slice(1);
    const context: CommandContext = {
      words,
      settings,
      catalogue: await catalogue(),
      dispatch,
      log,
      signal,
      readStdin: () => new Response(Deno.stdin.readable).text(),
    };
    return await command.run(context);
  } finally {
    await log.flush();
  }
}

if (import.meta.main) {
  try {
    Deno.exit(await main());
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    complain(error.message);
    Deno.exit(error.exitCode);
  }
}
