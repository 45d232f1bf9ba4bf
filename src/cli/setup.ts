/** `kimai-mcp setup`: writes this server into the configuration of assistants, and takes it out again. */

import { connectors } from "../connectors/mod.ts";
import { FileError } from "../lib/atomic_file.ts";
import { UserError } from "../mcp/errors.ts";
import { flag, type SettingRows, type Settings, text } from "../settings/table.ts";
import { type Command, type CommandContext, jsonRow } from "./command.ts";
import { complain, draw, print } from "./output.ts";
import { createDialog, Stopped } from "./setup/ask.ts";
import { named, pick } from "./setup/choose.ts";
import { type Client, clients, type Machine } from "./setup/clients.ts";
import { connect } from "./setup/connect.ts";
import { disconnect } from "./setup/disconnect.ts";
import { machineOf } from "./setup/machine.ts";
import type { Order, Report } from "./setup/order.ts";
import { CheckFailed } from "./setup/settle.ts";
import { summaryOf } from "./setup/summary.ts";
import { WrongUse } from "./setup/wrong_use.ts";
import { usesOn } from "./setup/uses.ts";

const usualName = connectors[0].id;

const rows = {
  ...jsonRow,
  name: {
    type: text(usualName),
    env: false,
    help: "Name under which setup writes the server down",
    placeholder: "NAME",
  },
  uninstall: { type: flag(false), env: false, help: "Let setup take the server out again" },
  dry_run: {
    type: flag(false),
    env: false,
    help: "Let setup show what would change, and change nothing",
  },
  yes: { type: flag(false), env: false, short: "y", help: "Let setup ask nothing that is known" },
  check: {
    type: flag(true),
    env: false,
    help: "Let setup look at Kimai before it writes anything",
  },
  offline: { type: flag(false), env: false, help: "The same as --no-check", hidden: true as const },
} satisfies SettingRows;

type Values = Settings<typeof rows> & { json: boolean };

export const setup: Command = {
  usage: "setup [CLIENT...]",
  summary: "Connect the assistants on this machine; asks for what is missing",
  words: [...clients.map(({ id }) => id), "all"],
  rows,
  async run(context) {
    const { name, json } = context.settings as Values;
    if (!/^[\w-]{1,64}$/.test(name)) {
      complain(`Cannot use "${name}" as a name: write letters, digits, - and _, at most 64`);
      return 2;
    }
    try {
      const order = orderOf(context);
      const report = await carryOut(order);
      print(json ? JSON.stringify({ ok: true, ...report }, null, 2) : summaryOf(report, order));
      return 0;
    } catch (error) {
      const problem = sentenceOf(error);
      complain(problem);
      const findings = error instanceof CheckFailed ? error.findings : [];
      if (json) print(JSON.stringify({ ok: false, problem, findings }, null, 2));
      return error instanceof WrongUse ? 2 : 1;
    }
  },
};

/** @throws whatever is no failure but a bug */
function sentenceOf(error: unknown): string {
  if (error instanceof Stopped) return "Stopped: all is as it was";
  const expected = [UserError, FileError, WrongUse].some((kind) => error instanceof kind);
  if (expected) return (error as Error).message;
  throw error;
}

function orderOf(context: CommandContext): Order {
  const { name, json, dry_run, yes, check, offline } = context.settings as Values;
  const ask = (text: string) => draw(text, "stderr");
  return {
    context,
    machine: machineOf(context.system),
    dialog: createDialog(Deno.stdin, { write: ask, signal: context.signal }),
    name,
    usualName,
    dryRun: dry_run,
    yes,
    check: check && !offline,
    json,
    coloured: !json && Deno.stdout.isTerminal(),
    now: Temporal.Now.zonedDateTimeISO(),
    tell: json ? complain : print,
    draw,
  };
}

async function carryOut(order: Order): Promise<Report> {
  const { machine, context: { words, settings } } = order;
  if (settings.uninstall) {
    const connected = await connectedOn(machine, order.name);
    // Nobody need be asked about an assistant that does not know us.
    if (words.length === 0 && connected.length === 0) return nothing;
    return await disconnect(await choose(connected, order), connectors, order);
  }
  const found = await Promise.all(clients.map((client) => client.isInstalled(machine)));
  const chosen = await choose(clients.filter((_, at) => found[at]), order);
  // The embedded upstream takes the place of all.
  return await connect(chosen, settings.demo ? [] : connectors, order);
}

const nothing: Report = { findings: [], outcomes: [], secrets: [] };

async function connectedOn(machine: Machine, name: string): Promise<Client[]> {
  const { uses } = await usesOn(machine);
  return clients.filter((client) => uses.some((use) => use.name === name && use.client === client));
}

async function choose(installed: readonly Client[], order: Order): Promise<Client[]> {
  const choice = { all: clients, installed };
  const { words } = order.context;
  if (words.length > 0) return named(words, choice);
  for (const [at, { title, configPath }] of installed.entries()) {
    order.tell(`${at + 1}  ${title} (${await configPath(order.machine)})`);
  }
  return await pick(choice, order);
}
