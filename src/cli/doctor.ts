/** `kimai-mcp doctor`: everything between a client and the upstream, one line a look, with a fix where it is red. */

import config from "../../deno.json" with { type: "json" };
import { connectors } from "../connectors/mod.ts";
import type { Connector, DiagnosisServices, Finding } from "../connectors/connector.ts";
import { silentLog } from "../lib/log.ts";
import { readPublicUrl } from "../settings/public_url.ts";
import { flag, type SettingRows, SettingsError } from "../settings/table.ts";
import { type Command, type CommandContext, jsonRow } from "./command.ts";
import { examineAccounts, readAccounts } from "./doctor/accounts.ts";
import { type Assistants, readAssistants } from "./doctor/assistants.ts";
import { examineSettings } from "./doctor/local.ts";
import { type Proxies, readProxies } from "./doctor/proxies.ts";
import { createReport, type Report } from "./doctor/report.ts";
import { examineServer, serverRows } from "./doctor/server.ts";
import { diagnosis, diagnosisWith } from "./doctor/upstream.ts";
import { complain, draw, print } from "./output.ts";

const ownRows: SettingRows = {
  ...jsonRow,
  ...serverRows,
  accounts: {
    type: flag(false),
    env: false,
    help: "Look at the Kimai of each account of the HTTP server as well",
  },
};

export const doctor: Command = {
  usage: "doctor",
  summary: "Find out what is wrong, line by line; with --public-url over HTTP as well",
  rows: ownRows,
  tellsNotices: true,
  async run(context) {
    const { words, settings } = context;
    const wrong = wrongUsage(words, settings);
    if (wrong) {
      complain(wrong);
      return 2;
    }
    const assistants = await assistantsFor(context);
    const report = openReport(context, assistants);
    await examine(context, { report, assistants });
    return report.end() && !context.signal.aborted ? 0 : 1;
  },
};

function wrongUsage(
  words: readonly string[],
  { as, secret }: Record<string, unknown>,
): string | undefined {
  if (words.length > 0) return `Cannot use "${words.join(" ")}": doctor takes flags only`;
  if ((as === undefined) === (secret === undefined)) return undefined;
  return as === undefined
    ? "Missing --as NAME: whose secret is it?"
    : `Missing the secret of "${as}": give a file with it with --secret-file`;
}

const noAssistants: Assistants = { findings: [], started: [] };

/** Those of this machine, where nothing else says which upstream is meant. */
async function assistantsFor(context: CommandContext): Promise<Assistants> {
  const { settings, sources, system } = context;
  const server = ["public_url", "users_config"].some((key) => sources.values.has(key));
  const given = connectors.some((connector) => isGiven(connector, context));
  if (server || given || settings.http) return noAssistants;
  const rows = connectors.map((connector) => connector.settings);
  return await readAssistants(Object.assign({}, ...rows), system);
}

function openReport(
  { settings, rows, sources }: CommandContext,
  { started }: Assistants,
): Report {
  const { os, arch } = Deno.build;
  const all = [sources.values, ...started.map(({ values }) => values)];
  const secrets = Object.entries(rows).filter(([, row]) => row.secret)
    .flatMap(([key]) => all.flatMap((values) => values.get(key)?.text ?? []));
  return createReport({
    json: settings.json === true,
    isTerminal: Deno.stdout.isTerminal(),
    write: print,
    draw,
    version: config.version,
    platform: `${os} ${arch}, Deno ${Deno.version.deno}`,
    secrets,
  });
}

/** All looks, one after the other. */
async function examine(
  context: CommandContext,
  { report, assistants }: { report: Report; assistants: Assistants },
): Promise<void> {
  const { settings, system, rows, sources } = context;
  const proxies = readProxies(system.env);
  const local = { rows: withoutOwn(rows), sources, settings, system };
  const { findings, accounts } = await readAccounts({ settings, system, connectors });
  await report.add("Settings", examineSettings(local));
  await report.add("Settings", [...(proxies.finding ? [proxies.finding] : []), ...findings]);
  await report.add("Settings", assistants.findings);
  const services = servicesOf(context, proxies);
  const { started } = assistants;
  for (const { titles, values } of started) {
    for (const connector of connectors) {
      const { title } = connector;
      const group = started.length === 1 ? title : `${title} of ${titles.join(", ")}`;
      await report.add(group, await diagnosisWith(values, { connector, settings, services }));
    }
  }
  for (const connector of started.length > 0 ? [] : connectors) {
    const others = accounts !== undefined || settings.public_url !== undefined;
    const own = isGiven(connector, context) || !others;
    await report.add(
      connector.title,
      own
        ? await diagnosis(connector, settings, services)
        : [left(connector, accounts !== undefined)],
    );
  }
  if (settings.accounts && accounts) {
    const order = { settings, system, connectors };
    const { zone: _, ...theirs } = services;
    await report.add("Accounts", examineAccounts(accounts, order, theirs));
  }
  if (settings.public_url !== undefined) await report.add("Server", server(context, proxies));
}

function withoutOwn(rows: SettingRows): SettingRows {
  return Object.fromEntries(Object.entries(rows).filter(([key]) => !(key in ownRows)));
}

/** Whether the settings name an upstream for everybody. */
function isGiven({ settings: rows }: Connector, { settings, sources }: CommandContext): boolean {
  return settings.demo === true || Object.keys(rows).some((key) => sources.values.has(key));
}

function servicesOf({ log, signal }: CommandContext, proxies: Proxies): DiagnosisServices {
  return {
    now: Temporal.Now.instant,
    // What it would warn of are findings here.
    log: { ...silentLog, debug: (message, fields) => log.debug(message, fields) },
    signal,
    proxyOf: proxies.of,
    zone: Temporal.Now.timeZoneId(),
  };
}

/** Where the settings name no upstream, and need not. */
function left({ title }: Connector, hasAccounts: boolean): Finding {
  const text = hasAccounts
    ? "Each account brings its own: --accounts looks at them"
    : `No ${title} is set here, so only the server is looked at`;
  return { name: title, outcome: "skipped", text };
}

/** What clients do over HTTP, as seen from here. */
async function* server(
  { settings, signal }: CommandContext,
  proxies: Proxies,
): AsyncGenerator<Finding, void> {
  const { public_url, port, as, secret, server_token, slow } = settings as {
    public_url: string;
    port: number;
    as?: string;
    secret?: string;
    server_token?: string;
    slow: boolean;
  };
  try {
    readPublicUrl(public_url, port);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const [text, fix] = splitAt(error.message);
    yield { name: "Public URL", outcome: "failed", text, fix, setting: "public_url" };
    return;
  }
  yield* examineServer({
    publicUrl: public_url,
    fetch,
    now: Temporal.Now.instant,
    signal,
    token: server_token,
    slow,
    proxyOf: proxies.of,
    ...(as !== undefined && secret !== undefined && { account: { name: as, secret } }),
  });
}

/** "What is wrong: what to do" in its two parts. */
function splitAt(sentence: string): [string, string] {
  const [, text = sentence, fix = "Give another one"] = /^(.+?): (.+)$/s.exec(sentence) ?? [];
  return [text, fix.charAt(0).toUpperCase() + fix.slice(1)];
}
