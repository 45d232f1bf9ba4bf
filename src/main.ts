// No test of its own: tests/e2e/stdio_test.ts starts it.
/** The composition root: settings, log, upstreams, catalogue, then a command or serving over stdio. */

import process from "node:process";
import type { Command, CommandContext } from "./cli/command.ts";
import { commands, loadCommand } from "./cli/commands.ts";
import { complain, print } from "./cli/output.ts";
import { compose, name, serverRows, version } from "./composition.ts";
import { reasonOf } from "./lib/file_reasons.ts";
import { nearest } from "./lib/distance.ts";
import { createLog, type Log, type LogFormat, type LogLevel } from "./lib/log.ts";
import { type AuditTrail, openAuditTrail } from "./mcp/audit.ts";
import { asksFor } from "./settings/core.ts";
import { helpText } from "./settings/help.ts";
import type { HttpSettings } from "./settings/http.ts";
import { dropPermissions } from "./settings/permissions.ts";
import {
  commandOf,
  openSources,
  readVariables,
  type System,
  systemSources,
} from "./settings/sources.ts";
import { readSettings, SettingsError } from "./settings/table.ts";
import { serveOverStdio } from "./stdio.ts";

const now = Temporal.Now.instant;

/** What `--help` says, of one command or of everything. */
async function help(command?: Command): Promise<string> {
  if (command) return helpText({ name, version, commands: {}, ...command });
  const all = await Promise.all(Object.values(commands).map((load) => load()));
  return helpText({
    name,
    version,
    summary:
      "An MCP server for Kimai. Without a command it serves the Model Context Protocol over stdin and stdout.",
    commands: Object.fromEntries(all.map(({ usage, summary }) => [usage, summary])),
    rows: serverRows,
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
  const system = asCommand(systemSources());
  const commandName = commandOf(serverRows, system.args);
  dropPermissions(commandName);
  const command = commandName === undefined ? undefined : await loadCommand(commandName);
  const rows = { ...serverRows, ...command?.rows };
  const sources = await openSources(rows, system);
  const asked = asksFor(sources);
  if (asked) {
    print(asked === "help" ? await help(command) : `${name} ${version}`);
    return 0;
  }
  const { settings, notices } = readSettings(rows, sources);
  if (commandName !== undefined && !command) {
    complain(unknownCommand(commandName));
    return 2;
  }
  const { log_level: level, log_format: format } = settings;
  const log = createLog({ level: level as LogLevel, format: format as LogFormat });
  for (const notice of command?.tellsNotices ? [] : notices) log.warning(notice);
  const signal = stopSignal();
  try {
    if (!command) {
      await serve(settings, { system, log, signal });
      return 0;
    }
    const { catalogue, dispatch } = compose({ settings, log, now });
    const words = sources.positionals.slice(1);
    const context: CommandContext = {
      words,
      settings,
      rows,
      sources,
      system,
      catalogue,
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

function unknownCommand(name: string): string {
  const near = nearest(name, Object.keys(commands));
  if (near) return `Unknown command "${name}": did you mean ${near}?`;
  const choices = Object.keys(commands).join(", ");
  return `Unknown command "${name}": choose one of ${choices}, or none to serve`;
}

/** `--setup` is how the reference spells its command. */
function asCommand(system: System): System {
  const args = system.args.filter((word) => word !== "--setup");
  return args.length < system.args.length ? { ...system, args: ["setup", ...args] } : system;
}

interface Serving {
  system: System;
  log: Log;
  signal: AbortSignal;
}

/** Serves until the input ends or the signal fires. */
async function serve(settings: Record<string, unknown>, serving: Serving): Promise<void> {
  const { log, signal } = serving;
  const overHttp = settings.http === true || impliesHttp();
  const trail = await openTrail(settings.audit as string ?? (overHttp ? "log" : "off"), log);
  try {
    if (overHttp) await host(settings as HttpSettings, trail, serving);
    else {
      const { factory } = compose({ settings, log, now, ended: trail.ended });
      await serveOverStdio(factory, { log, signal });
    }
  } finally {
    await trail.close();
  }
}

/** The names under which the reference's HTTP servers were started. */
function impliesHttp(): boolean {
  return /(?:^|[/\\])kimai-mcp-(?:streamable|server)(?:\.exe)?$/.test(process.argv0);
}

/** What only serving over HTTP needs is loaded with it. */
async function host(
  settings: HttpSettings,
  trail: AuditTrail,
  { system, ...serving }: Serving,
): Promise<void> {
  const { serveOverHttp } = await import("./hosting.ts");
  const { variables, problems } = await readVariables(/^KIMAI_USER_.|^USERS_CONFIG$/, system);
  if (problems.length > 0) throw new SettingsError(problems.map(({ text }) => text), 1);
  const text = variables.get("USERS_CONFIG")?.text;
  const users = { path: settings.users_config, text, variables };
  await serveOverHttp({ settings, users, trail, say: print, ...serving });
}

/** @throws {SettingsError} when the file cannot be written, exit code 1 */
async function openTrail(target: string, log: Log): Promise<AuditTrail> {
  try {
    return await openAuditTrail(target, { log, now });
  } catch (error) {
    const what = `Cannot write the audit trail to ${JSON.stringify(target)}`;
    throw new SettingsError([`${what}: ${reasonOf(error)}`], 1);
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
