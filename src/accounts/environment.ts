/**
 * Accounts in variables: `KIMAI_USER_ANNA_URL` and its like describe one by itself, and beside a file
 * `KIMAI_USER_ANNA_AUTH_SECRET` and its like count more than what the file says of anna.
 */

import { type Credentials, type Entry, fieldsOf, isName, isOwn } from "./entries.ts";

/** Variables by name. */
export type Variables = ReadonlyMap<string, { text: string }>;

/** Where the names of such variables begin. */
export const userPrefix = "KIMAI_USER_";

/** How what is read shall be spoken of. */
export interface Speech {
  /** What a sentence calls the source: a file's path, or a variable. */
  from: string;
  /** Where a name is as good as a secret, sentences count accounts instead. */
  hideNames?: boolean;
}

/** Entries, and what is to be said about the variables. */
export interface Described {
  entries: Entry[];
  problems: string[];
  notices: string[];
}

/** All that the variables say of one name, which stands in them in capitals. */
interface Person {
  key: string;
  fields: Record<string, string>;
}

/** The accounts that the variables describe by themselves. */
export function entriesOf(
  variables: Variables,
  credentials: Credentials,
  speech: Speech,
): Described {
  const { people, stray } = peopleOf(variables, credentials);
  const isDescribed = ({ key, fields }: Person) =>
    isName(key) && Object.keys(fields).some((field) => !isOwn(field));
  const entries = people.filter(isDescribed).map(({ key, fields }, index) => {
    const name = key.toLowerCase();
    const label = speech.hideNames ? `account ${index + 1}` : `the account "${name}"`;
    const names = fieldsOf(credentials).map((field) => [field, shown(key, field, speech)]);
    return {
      name,
      label: `${label} of ${speech.from}`,
      fields,
      variables: Object.fromEntries(names),
      spare: true,
    };
  });
  const unused = people.filter((person) => !isDescribed(person)).flatMap((person) =>
    variablesOf(person)
  );
  return {
    entries,
    problems: [],
    notices: withoutEffect([...stray, ...unused], "they describe no account", speech),
  };
}

/** The entries of a file with what the variables say instead. */
export function overridden(
  entries: readonly Entry[],
  variables: Variables,
  credentials: Credentials,
  speech: Speech,
): Described {
  const { people, stray } = peopleOf(variables, credentials);
  const byKey = Map.groupBy(entries, ({ name }) => keyOf(name));
  const unused = [...stray];
  const problems: string[] = [];
  const changed = new Map<string, Person>();
  for (const person of people) {
    const own = Object.keys(person.fields).filter(isOwn);
    const meant = byKey.get(person.key) ?? [];
    if (meant.length === 1) changed.set(meant[0].name, person);
    else if (meant.length > 1 && own.length > 0) {
      const names = own.map((field) => shown(person.key, field, speech)).join(", ");
      const labels = meant.map(({ label }) => label).join(" and ");
      problems.push(`Cannot use ${names}: it fits ${labels}, rename all but one`);
    }
    unused.push(...variablesOf(person, (field) => meant.length === 0 || !isOwn(field)));
  }
  return {
    entries: entries.map((entry) => override(entry, changed.get(entry.name), speech)),
    problems,
    notices: withoutEffect(unused, `the accounts come from ${speech.from}`, speech),
  };
}

function override(entry: Entry, person: Person | undefined, speech: Speech): Entry {
  const own = Object.entries(person?.fields ?? {}).filter(([field]) => isOwn(field));
  if (!person || own.length === 0) return entry;
  const fields = { ...entry.fields };
  // Either form of a secret takes the place of the other.
  if (own.some(([field]) => field.startsWith("auth_secret"))) {
    delete fields.auth_secret;
    delete fields.auth_secret_hash;
  }
  const variables = own.map(([field]) => [field, shown(person.key, field, speech)]);
  return {
    ...entry,
    fields: { ...fields, ...Object.fromEntries(own) },
    variables: Object.fromEntries(variables),
  };
}

/** `anna-b` is `ANNA_B` in the name of a variable. */
function keyOf(name: string): string {
  return name.toUpperCase().replaceAll("-", "_");
}

/** `kimai_token` is given as `KIMAI_USER_ANNA_TOKEN`. */
function suffixOf(field: string): string {
  return `_${field.toUpperCase().replace(/^KIMAI_/, "")}`;
}

function variableOf(key: string, field: string): string {
  return userPrefix + key + suffixOf(field);
}

/** How sentences call the variable of a field. */
function shown(key: string, field: string, { hideNames }: Speech): string {
  return variableOf(hideNames ? "*" : key, field);
}

function variablesOf({ key, fields }: Person, which = (_field: string) => true): string[] {
  return Object.keys(fields).filter(which).map((field) => variableOf(key, field));
}

/** Sorts variables by the name in them; `stray` ones end in no field that is known. */
function peopleOf(
  variables: Variables,
  credentials: Credentials,
): { people: Person[]; stray: string[] } {
  // A longer ending is meant where a shorter one fits as well.
  const fields = fieldsOf(credentials)
    .sort((one, other) => suffixOf(other).length - suffixOf(one).length);
  const people = new Map<string, Person>();
  const stray: string[] = [];
  for (const [variable, { text }] of variables) {
    const name = variable.toUpperCase();
    if (!name.startsWith(userPrefix)) continue;
    const rest = name.slice(userPrefix.length);
    const field = fields.find((each) => rest.endsWith(suffixOf(each)));
    const key = field && rest.slice(0, -suffixOf(field).length);
    if (!field || !key) {
      stray.push(variable);
      continue;
    }
    const person = people.get(key) ?? { key, fields: {} };
    person.fields[field] = text;
    people.set(key, person);
  }
  return { people: [...people.values()], stray };
}

function withoutEffect(variables: string[], why: string, { hideNames }: Speech): string[] {
  if (variables.length === 0) return [];
  const names = hideNames ? `${variables.length} of ${userPrefix}*` : variables.sort().join(", ");
  return [`No effect of ${names}: ${why}`];
}
