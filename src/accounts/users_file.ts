/** users.json: an object of name and account, as people and the `users` command write it. */

import type { Account } from "./account.ts";
import { accountsOf, type Credentials, type Entry, isName, type Users } from "./entries.ts";
import { entriesOf, overridden, type Speech, type Variables } from "./environment.ts";
import { JsonTextError, type Member, type ObjectText, readObject } from "./json_text.ts";

/** How a text is read: what it is called, and the variables that count more than it. */
export interface Reading extends Partial<Speech> {
  variables?: Variables;
}

const none: Users = { accounts: [], problems: [], notices: [] };
const example = `{"anna": {"kimai_url": "https://kimai.example.com", "kimai_token": "..."}}`;

/**
 * Reads the text of users.json. Unknown keys and those that start with `_` are passed over. Nothing throws and
 * no sentence repeats what may be a secret.
 * @returns accounts in the order of the file; an object without entries has none, and that is no problem
 */
export function parseUsers(
  text: string,
  credentials: Credentials,
  { from = "users.json", hideNames, variables = new Map() }: Reading = {},
): Users {
  const speech = { from, hideNames };
  if (text.trim() === "") {
    return { ...none, problems: [`Cannot use ${from}: it is empty, write ${example}`] };
  }
  try {
    const { entries, notices, problems } = readEntries(text, readObject(text), speech);
    const given = overridden(entries, variables, credentials, speech);
    const users = accountsOf(given.entries, credentials);
    return {
      accounts: users.accounts,
      problems: [...problems, ...given.problems, ...users.problems],
      notices: [
        ...notices,
        ...given.notices,
        ...users.notices,
        ...adviceOnSecrets(users.accounts, given.entries, speech),
        ...adviceOnNames(users.accounts, speech),
      ],
    };
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    return { ...none, problems: [describeNotJson(text, error, from)] };
  }
}

/** The accounts that `KIMAI_USER_*` variables describe. */
export function usersOfVariables(
  variables: Variables,
  credentials: Credentials,
  hideNames?: boolean,
): Users {
  const speech = { from: "the environment", hideNames };
  const { entries, notices } = entriesOf(variables, credentials, speech);
  const users = accountsOf(entries, credentials);
  const advice = adviceOnNames(users.accounts, speech);
  return { ...users, notices: [...notices, ...users.notices, ...advice] };
}

/** Why a text is no users.json, without a word of it. */
export function describeNotJson(
  text: string,
  { line, column }: JsonTextError,
  from: string,
): string {
  if (!/^\s*\{/.test(text)) {
    return `Cannot use ${from}: it must be one JSON object, such as ${example}`;
  }
  const where = `line ${line}, column ${column}`;
  return isAfterComma(text, line, column)
    ? `Cannot use ${from}: it is not JSON, take out the comma before ${where}`
    : `Cannot use ${from}: it is not JSON, something is wrong at ${where}`;
}

/** Whether a bracket that closes stands there, with a comma before it: what people leave when they take an entry out. */
function isAfterComma(text: string, line: number, column: number): boolean {
  const lines = text.split(/\r\n|\r|\n/).slice(0, line);
  const last = lines.pop() ?? "";
  const before = [...lines, last.slice(0, column - 1)].join("\n");
  return /,\s*$/.test(before) && /^[}\]]/.test(last.slice(column - 1));
}

function readEntries(text: string, { members }: ObjectText, speech: Speech) {
  const entries: Entry[] = [];
  const notices: string[] = [];
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const [index, member] of members.entries()) {
    const { name } = member;
    if (name.startsWith("_")) continue;
    const label = labelOf(member, index, speech);
    const fields = JSON.parse(text.slice(member.valueStart, member.end));
    if (!isName(name)) {
      notices.push(`Left out ${label}: a name has letters, digits, - and _ and no others`);
    } else if (seen.has(name)) {
      problems.push(`Cannot use ${label}: it is there twice, remove one`);
    } else if (typeof fields !== "object" || fields === null || Array.isArray(fields)) {
      problems.push(`Cannot use ${label}: it must be an object, as in ${example}`);
    } else entries.push({ name, label, fields });
    seen.add(name);
  }
  return { entries, notices, problems };
}

function labelOf({ name }: Member, index: number, { from, hideNames }: Speech): string {
  const shown = name.length > 80 ? `${name.slice(0, 79)}…` : name;
  const which = hideNames ? `entry ${index + 1}` : `the entry ${JSON.stringify(shown)}`;
  return `${which} of ${from}`;
}

/** Secrets that stand in the file for everybody to read who gets hold of it. */
function adviceOnSecrets(
  accounts: readonly Account[],
  entries: readonly Entry[],
  { from, hideNames }: Speech,
): string[] {
  const elsewhere = new Set(
    entries.filter((entry) => entry.variables?.auth_secret).map(({ name }) => name),
  );
  const names = accounts
    .filter(({ name, secret }) => secret && "clear" in secret && !elsewhere.has(name))
    .map(({ name }) => name);
  if (names.length === 0) return [];
  const advice = `run "kimai-mcp users rotate ${
    names.length > 1 || hideNames ? "NAME" : names[0]
  }"`;
  const who = hideNames ? accountsIn(names.length) : names.join(", ");
  return [`Secret in clear in ${from}: ${who}; ${advice} to keep only its hash`];
}

/** Shorter ones, and words, can be guessed where knowing a name is the whole proof. */
const safeLength = 16;

function adviceOnNames(accounts: readonly Account[], { from, hideNames }: Speech): string[] {
  if (!hideNames) return [];
  const weak = accounts.filter(({ name }) => name.length < safeLength || /^[a-z]+$/.test(name));
  if (weak.length === 0) return [];
  const advice = `with --legacy-slugs a name is a key, so make it ${safeLength} random characters`;
  return [`Names that can be guessed in ${from}: ${accountsIn(weak.length)}; ${advice}`];
}

function accountsIn(count: number): string {
  return count === 1 ? "1 account" : `${count} accounts`;
}
