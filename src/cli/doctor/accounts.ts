/** The accounts of the HTTP server: whether they can be read, and whether each one's upstream lets it in. */

import { AccountsError, openAccounts } from "../../accounts/live.ts";
import type { Account } from "../../accounts/account.ts";
import type { Connector, DiagnosisServices, Finding } from "../../connectors/connector.ts";
import { silentLog } from "../../lib/log.ts";
import { readVariables, type System } from "../../settings/sources.ts";

/** Where accounts are looked for. */
export interface AccountsOrder {
  settings: Record<string, unknown>;
  system: System;
  connectors: readonly Connector[];
}

/** What was read. */
export interface AccountsRead {
  findings: Finding[];
  /** Undefined where nobody said that there are accounts. */
  accounts?: readonly Account[];
}

const name = "Accounts";
const mend = 'Mend it there; "kimai-mcp users" writes such entries';

/** Reads the accounts as the server would. Never throws for what is in them. */
export async function readAccounts(
  { settings, system, connectors }: AccountsOrder,
): Promise<AccountsRead> {
  const { variables, problems } = await readVariables(/^KIMAI_USER_.|^USERS_CONFIG$/, system);
  if (problems.length > 0) return { findings: faults(problems.map(({ text }) => text)) };
  const path = settings.users_config as string | undefined;
  const text = variables.get("USERS_CONFIG")?.text;
  if (path === undefined && variables.size === 0) return { findings: [] };
  const notices: string[] = [];
  const legacySlugs = settings.legacy_slugs === true;
  try {
    const live = await openAccounts({
      source: { path, text, variables },
      credentials: connectors.map(({ credentials }) => credentials),
      log: { ...silentLog, warning: (notice) => void notices.push(notice) },
      legacySlugs,
      schedule: () => () => {},
    });
    const accounts = live.all();
    return { findings: [counted(accounts, legacySlugs), ...notices.map(noticed)], accounts };
  } catch (error) {
    if (!(error instanceof AccountsError)) throw error;
    return { findings: faults(error.problems), accounts: [] };
  }
}

function faults(problems: readonly string[]): Finding[] {
  return problems.map((text, index) => ({
    name: numbered(name, index),
    outcome: "failed",
    text,
    fix: mend,
  }));
}

function counted(accounts: readonly Account[], hideNames: boolean): Finding {
  const count = accounts.length === 1 ? "1 account" : `${accounts.length} accounts`;
  const names = accounts.slice(0, 20).map((account) => account.name);
  const more = accounts.length > names.length ? ` and ${accounts.length - names.length} more` : "";
  const text = hideNames ? count : `${count}: ${names.join(", ")}${more}`;
  return { name, outcome: "ok", text };
}

function noticed(text: string, index: number): Finding {
  return { name: numbered("Notice", index), outcome: "warning", text, fix: mend };
}

const numbered = (text: string, index: number) => index === 0 ? text : `${text} ${index + 1}`;

/** What stands out with each account's upstream; one line for one with which all is well. */
export async function* examineAccounts(
  accounts: readonly Account[],
  { settings, connectors }: AccountsOrder,
  services: DiagnosisServices,
): AsyncGenerator<Finding, void> {
  const hideNames = settings.legacy_slugs === true;
  for (const [index, account] of accounts.entries()) {
    const who = hideNames ? `account ${index + 1}` : account.name;
    const values = { ...settings, ...account.credentials };
    for (const { title, diagnose } of connectors) {
      if (!diagnose) continue;
      const found = await Array.fromAsync(diagnose(values, services));
      if (services.signal.aborted) return;
      const bad = found.filter(({ outcome }) => outcome === "failed" || outcome === "warning");
      if (bad.length === 0) yield { name: who, outcome: "ok", text: well(title, found) };
      for (const finding of bad) yield { ...finding, name: `${who}: ${finding.name}` };
    }
  }
}

function well(title: string, found: readonly Finding[]): string {
  const token = found.find(({ name }) => name === "Token")?.text;
  return `All is well with ${title}${token ? `: ${token}` : ""}`;
}
