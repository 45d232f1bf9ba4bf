/**
 * Users and their tokens (API.md 2.6).
 */
import { type Answer, ok, refusal } from "./answers.ts";
import { allow, type Call, found, type Route } from "./call.ts";
import { checkFields, type Submission, submit } from "./forms.ts";
import { isLanguage, isTimezone } from "./locales.ts";
import { TEXTS } from "./messages.ts";
import { byText } from "./order.ts";
import { mayProfile } from "./permissions.ts";
import { shownPreferences, storeDefaults, writePreferences } from "./preferences.ts";
import { DIRECTION, type ParamTable, VISIBLE, WIDE_FLAG } from "./query.ts";
import type { User } from "./records.ts";
import { searchTest } from "./search.ts";
import type { Json } from "./serialize.ts";

const LIST: ParamTable = {
  visible: { pattern: VISIBLE },
  orderBy: { pattern: /^(?:id|username|alias|email)$/ },
  order: { pattern: DIRECTION },
  term: { lenient: true },
  full: { pattern: WIDE_FLAG },
};

/** ROLE_USER is not among them: everybody has it (API.md 2.6). */
const ROLES = ["ROLE_TEAMLEAD", "ROLE_ADMIN", "ROLE_SUPER_ADMIN"];

/** A user with everything the caller may see of him; `prepared` as for preferences. */
function entity(
  call: Call,
  user: User,
  prepared = user.id === call.caller.id,
  preferences = shownPreferences(call, user, prepared),
): Json {
  // A supervisor is shown whole, with all that is stored of him (recordings 2393, 2407).
  const supervisor = user.supervisor === null
    ? null
    : entity(call, call.state.users.get(user.supervisor)!);
  return call.json.userEntity(user, preferences, supervisor);
}

function list(call: Call): Answer {
  call.require("view_user");
  const query = call.check(LIST);
  const visible = query.get("visible") ?? "1";
  const matches = searchTest(query.get("term"));
  const order = (query.get("orderBy") ?? "username") as "id" | "username" | "alias" | "email";
  const rows = [...call.state.users.values()]
    .filter((user) => visible === "3" || user.enabled === (visible === "1"))
    .filter(({ alias, title, accountNumber, email, username }) =>
      matches({ texts: [alias, title, accountNumber, email, username] })
    )
    .sort((a, b) => order === "id" ? 0 : byText(a[order], b[order]) || a.id - b.id);
  if (query.get("order") === "DESC") rows.reverse();
  return ok(rows.map((user) => query.flag("full") ? entity(call, user) : call.json.user(user.id)));
}

const me = (call: Call): Answer => ok(entity(call, call.caller));

/** The user of the path, if the caller may do `action` with the profile. */
function profileFor(call: Call, action: string): User {
  const user = found(call.state.users.get(call.id()));
  allow(mayProfile(call.state, call.caller, action, user));
  return user;
}

const read = (call: Call): Answer => ok(entity(call, profileFor(call, "view"), true));

function readForm(call: Call, stored?: User): Submission {
  const { state, caller } = call;
  const choosers: Record<string, (raw: string) => unknown> = {
    language: (raw) => isLanguage(raw) ? raw : undefined,
    locale: (raw) => isLanguage(raw) ? raw : undefined,
    timezone: (raw) => isTimezone(raw) ? raw : undefined,
    roles: (raw) => ROLES.includes(raw) ? raw : undefined,
    supervisor: (raw) => {
      const user = state.users.get(Number(raw));
      return user?.enabled && user.id !== stored?.id ? user.id : undefined;
    },
  };
  return submit(state.tables.forms.user, call.form(), {
    verb: stored ? "edit" : "create",
    choose: (field, raw) => choosers[field]?.(raw),
    clearMissing: !stored,
    needs: (need) => {
      if (need === "other_user") return !stored || stored.id !== caller.id;
      return stored ? mayProfile(state, caller, need, stored) : call.holds(`${need}_other_profile`);
    },
  });
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

function checkForm(call: Call, draft: User, submission: Submission): void {
  const { errors } = submission;
  const others = [...call.state.users.values()].filter((user) => user.id !== draft.id);
  const taken = (field: "username" | "email") =>
    draft[field] !== null &&
    others.some((user) => user[field]!.toLowerCase() === draft[field]!.toLowerCase());
  if (taken("username")) errors.add("username", TEXTS.usernameUsed);
  if (taken("email")) errors.add("email", TEXTS.emailUsed);
  checkFields(submission, { ...draft, plainPassword: submission.values.plainPassword });
  if (draft.username?.includes("/")) errors.add("username", TEXTS.notValid);
  if (taken("username")) errors.add("username", TEXTS.alreadyUsed);
  if (taken("email")) errors.add("email", TEXTS.alreadyUsed);
  if (draft.email !== null && !EMAIL.test(draft.email)) errors.add("email", TEXTS.badEmail);
  errors.throwIfAny();
}

/** Fields of the form that are no fields of the row. */
function fill(draft: User, { values }: Submission): void {
  // Roles that stay keep their place, new ones follow (recordings 2425).
  if (values.roles !== undefined) {
    const wanted = values.roles as string[];
    const kept = draft.roles.filter((role) => wanted.includes(role));
    values.roles = [...kept, ...wanted.filter((role) => !kept.includes(role))];
  }
  const { plainPassword: _password, plainApiToken, requiresPasswordReset: _reset, ...rest } =
    values;
  for (const [name, value] of Object.entries(rest)) {
    // Selects without a value keep the server's default.
    if (value === null && ["language", "locale", "timezone"].includes(name)) continue;
    // A locale that is the language anyway is not a choice (recordings 4308, 4322).
    if (name === "locale" && draft.locale === null && value === draft.language) continue;
    Object.assign(draft, { [name]: value });
  }
  if (plainApiToken) draft.apiToken = true;
}

function create(call: Call): Answer {
  call.require("create_user");
  const { state } = call;
  const draft = newUser();
  const submission = readForm(call);
  fill(draft, submission);
  checkForm(call, draft, submission);
  draft.id = state.users.nextId();
  return ok(entity(call, state.users.add(draft)));
}

/** A user as a form starts with him. */
export const newUser = (): User => ({
  id: 0,
  username: null,
  alias: null,
  title: null,
  accountNumber: null,
  email: null,
  enabled: false,
  systemAccount: false,
  roles: [],
  color: null,
  language: "en",
  locale: null,
  timezone: "Europe/Berlin",
  supervisor: null,
  preferences: new Map(),
  apiToken: false,
});

function edit(call: Call): Answer {
  const user = profileFor(call, "edit");
  const own = user.id === call.caller.id;
  const draft = { ...user, locale: user.locale ?? (own ? "en" : null) };
  const submission = readForm(call, user);
  fill(draft, submission);
  checkForm(call, draft, submission);
  // What the caller sees of himself is settled before his roles change (first.jsonl 550).
  if (own) storeDefaults(user);
  const preferences = shownPreferences(call, user, own);
  Object.assign(user, draft);
  return ok(entity(call, user, own, preferences));
}

function setPreferences(call: Call): Answer {
  const user = profileFor(call, "preferences");
  allow(mayProfile(call.state, call.caller, "edit", user));
  const preferences = writePreferences(call, user);
  return ok(entity(call, user, true, preferences));
}

/** A token may delete itself; it is a 401 from then on (API.md 1.2). */
function removeToken(call: Call): Answer {
  const { state } = call;
  const token = found(state.accessTokens.get(call.id()));
  allow(mayProfile(state, call.caller, "api-token", state.users.get(token.user)!));
  state.accessTokens.delete(token.id);
  return ok(null);
}

/** Only roles of one's own making can be deleted, and the API cannot make any. */
function removeRole(call: Call): never {
  call.require("role_permissions");
  throw refusal(404);
}

export const userRoutes: Route[] = [
  ["GET", "/users", list],
  ["POST", "/users", create],
  ["GET", "/users/me", me],
  ["GET", "/users/{id}", read],
  ["PATCH", "/users/{id}", edit],
  ["PATCH", "/users/{id}/preferences", setPreferences],
  ["DELETE", "/users/api-token/{id}", removeToken],
  ["DELETE", "/users/roles/{id}", removeRole],
];
