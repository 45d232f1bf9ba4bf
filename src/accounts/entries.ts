/** What somebody wrote about an account, checked and turned into one; the same for a file and for variables. */

import { createHash } from "node:crypto";
import { safeParse, type z } from "zod";
import type { Account, Secret } from "./account.ts";
import { isHash } from "./secrets.ts";

/** What the connectors want to know of an account: the shapes of their `credentials`. */
export type Credentials = readonly z.ZodObject[];

/** One account as it is written. */
export interface Entry {
  name: string;
  /** How sentences call it: `the entry "anna" of users.json`. */
  label: string;
  fields: Readonly<Record<string, unknown>>;
  /** By field, the variable that it comes from. */
  variables?: Readonly<Record<string, string>>;
  /** Left out when something is wrong with it, instead of keeping all others from being used. */
  spare?: boolean;
}

/** All accounts of a source, and what is to be said about it. */
export interface Users {
  accounts: Account[];
  /** Sentences; with one of them the accounts cannot be used. */
  problems: string[];
  /** Sentences about what was left out or should be done better. */
  notices: string[];
}

/** The fields that this program knows beside the connectors' own. */
const ownFields = ["auth_secret", "auth_secret_hash", "oidc_identity"] as const;

/** The names of all fields that count. */
export function fieldsOf(credentials: Credentials): string[] {
  return [...credentials.flatMap(({ shape }) => Object.keys(shape)), ...ownFields];
}

/** Letters, digits, `-` and `_`, as it may stand in an address; one that starts with `_` is a comment in the file. */
export function isName(name: string): boolean {
  return /^[a-zA-Z0-9-][a-zA-Z0-9_-]*$/.test(name);
}

/** Checks entries and turns them into accounts. Every problem is named, not only the first. */
export function accountsOf(entries: readonly Entry[], credentials: Credentials): Users {
  const read = entries.map((entry) => readEntry(entry, credentials));
  const users: Users = { accounts: [], problems: [], notices: [] };
  for (const { entry: { label, spare }, account, reasons } of read) {
    const why = reasons.join(", ");
    if (account) users.accounts.push(account);
    else if (spare) users.notices.push(`Left out ${label}: ${why}`);
    else users.problems.push(`Cannot use ${label}: ${why}`);
  }
  users.problems.push(...sharedIdentities(read));
  return users;
}

interface Read {
  entry: Entry;
  account?: Account;
  reasons: string[];
}

function readEntry(entry: Entry, credentials: Credentials): Read {
  const { texts, wrong } = textsOf(entry, fieldsOf(credentials));
  const values = readCredentials(texts, credentials, wrong);
  const secret = readSecret(texts, wrong);
  const reasons = [...wrong].map(([field, why]) => `${entry.variables?.[field] ?? field} ${why}`);
  if (reasons.length > 0) return { entry, reasons };
  // Providers spell addresses in any case; so do people.
  const oidcIdentity = texts.oidc_identity?.toLowerCase();
  const account = {
    name: entry.name,
    credentials: values,
    ...(secret && { secret }),
    ...(oidcIdentity && { oidcIdentity }),
  };
  return { entry, reasons, account: { ...account, ...versionsOf(account) } };
}

type Texts = Record<string, string | undefined>;
/** What is wrong with a field, as the end of a sentence that begins with its name. */
type Wrong = Map<string, string>;

/** The known fields as one would write them into a variable; blank ones and null are not set. */
function textsOf({ fields }: Entry, known: readonly string[]): { texts: Texts; wrong: Wrong } {
  const texts: Texts = {};
  const wrong: Wrong = new Map();
  for (const field of known) {
    const value = Object.hasOwn(fields, field) ? fields[field] ?? "" : "";
    if (typeof value === "boolean" && !isOwn(field)) texts[field] = String(value);
    else if (typeof value !== "string") wrong.set(field, "must be a text in quotes");
    // A secret is compared as it is written; around everything else blanks are slips.
    else if (value.trim()) texts[field] = field === "auth_secret" ? value : value.trim();
  }
  return { texts, wrong };
}

/** Whether a field is this program's own, and not a connector's. */
export function isOwn(field: string): boolean {
  return (ownFields as readonly string[]).includes(field);
}

/**
 * The values for every connector that the entry says anything about, or for all where it says nothing. What a
 * connector can do without on stdio an account must bring all the same.
 */
function readCredentials(
  texts: Texts,
  credentials: Credentials,
  wrong: Wrong,
): Record<string, unknown> {
  const isMeant = ({ shape }: z.ZodObject) =>
    Object.keys(shape).some((field) => texts[field] !== undefined || wrong.has(field));
  const meant = credentials.filter(isMeant);
  const values: Record<string, unknown> = {};
  for (const { shape } of meant.length > 0 ? meant : credentials) {
    for (const [field, type] of Object.entries(shape)) {
      if (wrong.has(field)) continue;
      const text = texts[field];
      const { data, error } = safeParse(type, text);
      if (data !== undefined) values[field] = data;
      else wrong.set(field, text === undefined ? "is missing" : reasonOf(error, text));
    }
  }
  return values;
}

/** What a connector's type says of a value; not where it quotes the value, which may be a secret. */
function reasonOf(error: { issues: { message: string }[] } | undefined, text: string): string {
  const reason = error?.issues.map(({ message }) => message).join(", ") ?? "";
  return reason === "" || reason.includes(text) ? "is not valid" : `is not valid: ${reason}`;
}

function readSecret(texts: Texts, wrong: Wrong): Secret | undefined {
  const { auth_secret: clear, auth_secret_hash: hash } = texts;
  if (clear !== undefined && hash !== undefined) {
    wrong.set("auth_secret", "is there as well as a hash, keep one of them");
  } else if (hash !== undefined && !isHash(hash)) {
    wrong.set("auth_secret_hash", "is not what kimai-mcp users rotate writes");
  }
  return hash !== undefined ? { hash } : clear !== undefined ? { clear } : undefined;
}

/** Digests that tell nothing: of everything that counts, and of what somebody signs in with. */
function versionsOf(
  { name, credentials, secret, oidcIdentity }: Omit<Account, "version" | "signInVersion">,
): Pick<Account, "version" | "signInVersion"> {
  const sorted = Object.entries(credentials).sort(([one], [other]) => one < other ? -1 : 1);
  const signIn = [name, secret ?? null, oidcIdentity ?? null];
  return { version: digestOf([...signIn, sorted]), signInVersion: digestOf(signIn) };
}

function digestOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("base64url");
}

/** Two people behind one identity: which of them signs in would be left to chance. */
function sharedIdentities(read: readonly Read[]): string[] {
  const known = read.filter(({ account }) => account?.oidcIdentity);
  const groups = Map.groupBy(known, ({ account }) => account!.oidcIdentity);
  return [...groups.values()].filter((group) => group.length > 1).map((group) =>
    `Cannot tell ${
      group.map(({ entry }) => entry.label).join(" and ")
    } apart: they have the same oidc_identity`
  );
}
