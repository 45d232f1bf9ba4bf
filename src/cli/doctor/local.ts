/** What is set on this machine and where, and what about it is likely to be a slip. */

import type { Finding } from "../../connectors/connector.ts";
import type { System } from "../../settings/sources.ts";
import {
  type Found,
  listed,
  namesOf,
  type Setting,
  type SettingRows,
  type Sources,
  title,
} from "../../settings/table.ts";

/** What is looked at. */
export interface LocalOrder {
  /** Those of the server, without the command's own. */
  rows: SettingRows;
  sources: Sources;
  settings: Record<string, unknown>;
  system: System;
}

/** Settings of the HTTP server that mean something to this command as well. */
const usedHere = ["public_url", "users_config", "server_token"];

/** Each setting that is set, then what stands out among them. */
export async function* examineSettings(order: LocalOrder): AsyncGenerator<Finding, void> {
  const { rows, sources: { values } } = order;
  const set = Object.entries(rows).flatMap(([key, row]) => {
    const found = values.get(key);
    return found ? [{ key, row, found }] : [];
  });
  if (set.length === 0) {
    yield { name: "Settings", outcome: "ok", text: "None is set, all have their defaults" };
  }
  for (const one of set) yield settingFinding(one);
  const dotenv = await dotenvFinding(order.system, set);
  if (dotenv) yield dotenv;
  const idle = idleFinding(order, set);
  if (idle) yield idle;
}

interface Given {
  key: string;
  row: Setting;
  found: Found;
}

/** `"https://kimai.example.com", from the environment`; of a secret its length alone. */
function settingFinding({ key, row, found }: Given): Finding {
  const names = namesOf(key, row);
  const name = `--${names.flag}`;
  const from = `from ${found.foreign ?? found.from}`;
  const { length } = found.text;
  const what = row.secret
    ? `set, ${length} character${length === 1 ? "" : "s"}`
    : shown(found.text);
  const text = `${what}, ${from}`;
  if (row.deprecated !== undefined) {
    const fix = `Take ${title(names)} out`;
    return { name, outcome: "warning", text: `${text}; deprecated: ${row.deprecated}`, fix };
  }
  if (/^(["'`]).*\1$|^[“„‘].*[”“’]$/s.test(found.text)) {
    return {
      name,
      outcome: "warning",
      text: `${text}; it has quotation marks around it, which are part of it there`,
      fix: `Take them out of ${title(names)}`,
      setting: key,
    };
  }
  return { name, outcome: "ok", text };
}

/** A value as it may be shown: without the password of an address and what may be one in its query. */
function shown(value: string): string {
  const text = value.replace(/(^|\/\/)[^/@\s]*@/g, "$1...@").replace(/[?#].*$/s, "?...");
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 119)}…` : text);
}

/** The file in the working directory, where there is one. */
async function dotenvFinding(system: System, set: readonly Given[]): Promise<Finding | undefined> {
  const there = await system.readTextFile(".env").then(() => true, () => false);
  if (!there) return undefined;
  const name = ".env";
  const own = set.filter(({ found }) => found.from === name);
  const count = own.length === 1 ? "1 setting is" : `${own.length} settings are`;
  const text = `There is a file .env in the working directory, ${count} taken from it`;
  const { mode } = await system.stat(".env").catch(() => ({ mode: null }));
  const isOpen = !system.windows && mode !== null && (mode & 0o077) !== 0;
  if (!isOpen || !own.some(({ row }) => row.secret)) return { name, outcome: "ok", text };
  return {
    name,
    outcome: "warning",
    text: `${text}, secrets among them, and others on this machine can read it`,
    fix: "Run chmod 600 .env",
  };
}

/** What is set for the HTTP server, where there is none. */
function idleFinding({ settings }: LocalOrder, set: readonly Given[]): Finding | undefined {
  if (settings.http || settings.public_url !== undefined) return undefined;
  const idle = set.filter(({ key, row, found }) =>
    row.only === "http" && found.foreign === undefined && !usedHere.includes(key)
  );
  if (idle.length === 0) return undefined;
  const names = idle.map(({ key, row }) => `--${namesOf(key, row).flag}`);
  const [mean, them] = idle.length === 1 ? ["means", "it"] : ["mean", "them"];
  return {
    name: "HTTP settings",
    outcome: "warning",
    text: `${
      listed(names).replace(/ or ([^ ]+)$/, " and $1")
    } ${mean} something to the HTTP server only`,
    fix: `Start the server with --http (KIMAI_MCP_HTTP), or take ${them} out`,
  };
}
