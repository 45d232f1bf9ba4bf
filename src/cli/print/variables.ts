/** The settings that somebody gave as variables, for files that start the server elsewhere. */

import { posix, win32 } from "node:path";
import { fileNamesOf, namesOf, type Setting } from "../../settings/table.ts";
import type { PrintOrder } from "./artifact.ts";
import { credentialRows } from "./credential_rows.ts";

/** Whether a setting names a file. */
export function isFile({ placeholder }: Setting): boolean {
  return placeholder === "FILE";
}

/** Names are words for the audit trail, and no files. */
function isWord(key: string, text: string): boolean {
  return key === "audit" && ["log", "off"].includes(text);
}

/**
 * The given settings by variable, in the order of the rows, without secrets, deprecated ones, and those that the
 * file decides by itself.
 * @param placed where a file goes that a setting names
 * @param decided the keys of settings that are left out
 */
export function givenVariables(
  { given, rows }: PrintOrder,
  placed: (key: string, path: string) => string,
  decided: ReadonlySet<string>,
): [variable: string, text: string][] {
  return Object.entries(rows).flatMap(([key, row]): [string, string][] => {
    const { variable } = namesOf(key, row);
    const text = given.get(key);
    if (!variable || text === undefined || row.deprecated || decided.has(key)) return [];
    return [[variable, isFile(row) && !isWord(key, text) ? placed(key, text) : text]];
  });
}

/** A secret of the server, and how its file is given. */
export interface SecretVariable {
  key: string;
  variable: string;
  fileVariable: string;
  isGiven: boolean;
}

/** The secrets that there are, without those of what is not available yet. */
export function secretVariables({ rows, explicit }: PrintOrder): SecretVariable[] {
  return Object.entries(rows).flatMap(([key, row]) => {
    const names = namesOf(key, row);
    const { variable: fileVariable } = fileNamesOf(names);
    if (!row.secret || row.hidden || !names.variable || !fileVariable) return [];
    return [{ key, variable: names.variable, fileVariable, isGiven: explicit.has(key) }];
  });
}

/** The command that makes the first account in a file, a secret of it being in another file. */
export function addCommand(path: string): string {
  const credentials = credentialRows().filter(({ fallback }) => fallback === undefined)
    .map(({ key, row }) => {
      const names = namesOf(key, row);
      return row.secret
        ? `--${fileNamesOf(names).flag} FILE`
        : `--${names.flag} ${row.placeholder}`;
    });
  return ["kimai-mcp users add NAME --users-config", path, ...credentials].join(" ");
}

/** The last part of a path of either kind of system; nothing for one that ends in `.` or `..`. */
export function lastPart(path: string): string | undefined {
  const name = posix.basename(win32.basename(path));
  return /^\.{0,2}$/.test(name) ? undefined : name;
}
