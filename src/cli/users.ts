/** `kimai-mcp users`: the accounts in users.json, changed while servers read it and other people edit it. */

import type { Account } from "../accounts/account.ts";
import { isName } from "../accounts/entries.ts";
import { createSecret, hashSecret } from "../accounts/secrets.ts";
import { type Fields, withChanged, withoutUser, withUser } from "../accounts/users_edit.ts";
import { parseUsers } from "../accounts/users_file.ts";
import { connectors } from "../connectors/mod.ts";
import { FileError, readPlainFile } from "../lib/atomic_file.ts";
import { UserError } from "../mcp/errors.ts";
import { httpSettings } from "../settings/http.ts";
import { namesOf, title } from "../settings/table.ts";
import { columns } from "./columns.ts";
import { type Command, jsonRow } from "./command.ts";
import { complain, print } from "./output.ts";
import { edit, namesIn, requireUser } from "./users_editing.ts";

interface Order {
  /** The file. */
  path: string;
  /** Of the account; empty for `list`. */
  name: string;
  settings: Record<string, unknown>;
}

/** @throws {UserError | FileError} for what cannot be done, exit code 1 */
type Verb = (order: Order) => Promise<void>;

const verbs: Record<string, Verb> = { add, list, rotate, remove };
const credentials = connectors.map((connector) => connector.credentials);

export const users: Command = {
  usage: "users add|list|rotate|remove [NAME]",
  summary: "Change or list the accounts in the file of --users-config, else in users.json",
  words: Object.keys(verbs),
  rows: { ...jsonRow, users_config: httpSettings.users_config },
  async run({ words: [verb = "", name = "", ...rest], settings }) {
    const wrong = wrongUsage(verb, name, rest) ??
      (verb === "add" ? missingFor(name, settings) : undefined);
    if (wrong) {
      complain(wrong);
      return 2;
    }
    const path = settings.users_config as string | undefined ?? "users.json";
    try {
      await verbs[verb]({ path, name, settings });
      return 0;
    } catch (error) {
      if (!(error instanceof UserError || error instanceof FileError)) throw error;
      complain(error.message);
      return 1;
    }
  },
};

function wrongUsage(verb: string, name: string, rest: string[]): string | undefined {
  if (!Object.hasOwn(verbs, verb)) {
    const what = verb ? `"${verb}" users` : "tell what to do with users";
    return `Cannot ${what}: write add, list, rotate or remove`;
  }
  const more = verb === "list" ? [name, ...rest].filter(Boolean) : rest;
  if (more.length > 0) return `Cannot use "${more.join(" ")}" after users ${verb}`;
  if (verb === "list" || isName(name)) return undefined;
  return name === ""
    ? `Cannot ${verb} nobody: write users ${verb} NAME`
    : `Cannot use "${name}" as a name: write letters, digits, - and _, and not _ first`;
}

/** The credentials that the settings give for an account; what has its default need not be written down. */
function credentialsIn(settings: Record<string, unknown>): Fields {
  const fields: Fields = {};
  for (const { credentials: { shape }, settings: rows } of connectors) {
    for (const key of Object.keys(shape)) {
      const isDefault = rows[key].type.safeParse(undefined).data === settings[key];
      if (!isDefault) fields[key] = settings[key];
    }
  }
  return fields;
}

function missingFor(name: string, settings: Record<string, unknown>): string | undefined {
  const missing = connectors.flatMap(({ credentials: { shape }, settings: rows }) =>
    Object.keys(shape).filter((key) => settings[key] === undefined)
      .map((key) => title(namesOf(key, rows[key])))
  );
  if (missing.length === 0) return undefined;
  return `Cannot add "${name}": give ${missing.join(" and ")} as well`;
}

async function add({ path, name, settings }: Order): Promise<void> {
  const { secret, hash } = await newSecret();
  await edit(path, "create", (text) => {
    if (namesIn(text).includes(name)) {
      throw new UserError(
        `Cannot add "${name}": ${path} has it already, "kimai-mcp users rotate ${name}" makes a new secret`,
      );
    }
    return withUser(text, name, { ...credentialsIn(settings), auth_secret_hash: hash });
  });
  tellSecret(`Added ${name} to ${path}`, { name, secret }, settings);
}

async function rotate({ path, name, settings }: Order): Promise<void> {
  const { secret, hash } = await newSecret();
  await edit(path, "change", (text) => {
    requireUser(text, name, path);
    return withChanged(text, name, (fields) => withHash(fields, hash));
  });
  const done = `Changed the secret of ${name} in ${path}: what was signed in with the old one ends`;
  tellSecret(done, { name, secret }, settings);
}

async function remove({ path, name, settings }: Order): Promise<void> {
  await edit(path, "change", (text) => {
    requireUser(text, name, path);
    return withoutUser(text, name);
  });
  if (settings.json) return print(JSON.stringify({ name }, null, 2));
  print(
    `Removed ${name} from ${path}: a running server ends the sign-ins of ${name} within seconds. The API token goes on working in Kimai until it is deleted there.`,
  );
}

async function list({ path, settings }: Order): Promise<void> {
  const { accounts, problems, notices } = parseUsers(await readPlainFile(path), credentials, {
    from: path,
  });
  const rows = accounts.map((account) => ({
    name: account.name,
    host: hostOf(account),
    secret: secretOf(account),
    ...(account.oidcIdentity && { oidc_identity: account.oidcIdentity }),
  }));
  if (settings.json) print(JSON.stringify(rows, null, 2));
  else if (rows.length > 0) {
    const cells = rows.map(({ name, host, secret }) => [name, host, secret]);
    print(columns([["Name", "Host", "Secret"], ...cells]).join("\n"));
  } else if (problems.length === 0) print(`${path} has no accounts`);
  notices.forEach(complain);
  if (problems.length > 0) throw new UserError(problems.join("\n"));
}

function hostOf({ credentials }: Account): string {
  const addresses = Object.entries(credentials).filter(([key]) => key.endsWith("_url"));
  return addresses.map(([, value]) => URL.parse(String(value))?.host || "?").join(", ");
}

function secretOf({ secret }: Account): "hashed" | "clear" | "none" {
  return secret === undefined ? "none" : "hash" in secret ? "hashed" : "clear";
}

async function newSecret(): Promise<{ secret: string; hash: string }> {
  const secret = createSecret();
  return { secret, hash: await hashSecret(secret) };
}

/** The new hash where the old secret was, in either form. */
function withHash(fields: Fields, hash: string): Fields {
  if (typeof fields !== "object" || fields === null || Array.isArray(fields)) {
    throw new UserError("Cannot change an entry that is no object: remove it and add it again");
  }
  const renamed = Object.entries(fields).map(([key, value]): [string, unknown] =>
    key === "auth_secret" || key === "auth_secret_hash" ? ["auth_secret_hash", hash] : [key, value]
  );
  return { ...Object.fromEntries(renamed), auth_secret_hash: hash };
}

function tellSecret(
  done: string,
  { name, secret }: { name: string; secret: string },
  settings: Record<string, unknown>,
): void {
  if (settings.json) return print(JSON.stringify({ name, secret }, null, 2));
  print(
    `${done}.\n\nSecret of ${name}: ${secret}\n\nIt is shown this once, the file keeps only its hash. Hand it to ${name} in private: with this name and secret they sign in.`,
  );
}
