/**
 * Customers, projects and activities: one set of handlers over a table of what differs
 * (API.md 2.3-2.5).
 */
import { ok, Refusal } from "./answers.ts";
import { type Call, type Handler, type Route } from "./call.ts";
import { checkFields, type Submission, submit } from "./forms.ts";
import { isCountry, isCurrency, isLanguage, isTimezone } from "./locales.ts";
import { listMasters } from "./master_list.ts";
import {
  type AnyMaster,
  duplicateProject,
  masterFor,
  nextNumber,
  removeMaster,
} from "./master_rows.ts";
import { numberUsed, TEXTS } from "./messages.ts";
import { applyMeta } from "./meta.ts";
import { hasAccess, mayMaster } from "./permissions.ts";
import type { Activity, Customer, MasterKind } from "./records.ts";

const COMMON = {
  name: null,
  number: null,
  comment: null,
  invoiceText: null,
  visible: true,
  billable: true,
  color: null,
  budget: 0,
  timeBudget: 0,
  budgetType: null,
};

/** A new, empty row of a kind, with the server's defaults (API.md 2.5). */
const NEW: Record<MasterKind, () => object> = {
  customer: () => ({
    ...COMMON,
    name: "",
    company: null,
    vatId: null,
    contact: null,
    address: null,
    addressLine1: null,
    addressLine2: null,
    addressLine3: null,
    postCode: null,
    city: null,
    country: "DE",
    language: "en",
    currency: "EUR",
    phone: null,
    fax: null,
    mobile: null,
    email: null,
    homepage: null,
    timezone: "Europe/Berlin",
    invoiceTemplate: null,
    invoiceEmail: null,
    buyerReference: null,
  }),
  project: () => ({
    ...COMMON,
    customer: null,
    orderNumber: null,
    orderDate: null,
    start: null,
    end: null,
    globalActivities: true,
  }),
  activity: () => ({ ...COMMON, project: null }),
};

/** A new row as the form fills it. */
export const newMaster = (kind: MasterKind): AnyMaster =>
  ({ ...NEW[kind](), id: 0, meta: new Map(), teams: new Set() }) as unknown as AnyMaster;

/** What may be chosen in the forms of the three. */
function choices(call: Call) {
  const { state, caller } = call;
  const reach = (kind: MasterKind, raw: string) => {
    const row = state.masters(kind).get(Number(raw)) as AnyMaster | undefined;
    return row && hasAccess(state, caller, kind, row) ? row.id : undefined;
  };
  const choosers: Record<string, (raw: string) => unknown> = {
    customer: (raw) => reach("customer", raw),
    project: (raw) => reach("project", raw),
    teams: (raw) => state.teams.get(Number(raw))?.id,
    country: (raw) => isCountry(raw) ? raw : undefined,
    language: (raw) => isLanguage(raw) ? raw : undefined,
    currency: (raw) => isCurrency(raw) ? raw : undefined,
    timezone: (raw) => isTimezone(raw) ? raw : undefined,
  };
  return (field: string, raw: string) => choosers[field]?.(raw);
}

function readForm(call: Call, kind: MasterKind, stored?: AnyMaster): Submission {
  const { state, caller } = call;
  return submit(state.tables.forms[kind], call.form(), {
    verb: stored ? "edit" : "create",
    choose: choices(call),
    needs: (need) => {
      // The old single address is offered only where one is stored; a global activity stays so.
      if (need === "address") return Boolean((stored as Customer | undefined)?.address);
      if (need === "movable") return !stored || (stored as Activity).project !== null;
      return stored ? mayMaster(state, caller, need, kind, stored) : call.holds(`${need}_${kind}`);
    },
  });
}

/** Moves what the form read into the row. */
function fill(draft: AnyMaster, { values }: Submission): void {
  const { teams, ...rest } = values;
  Object.assign(draft, rest);
  draft.budget ??= 0;
  draft.timeBudget ??= 0;
  if (teams !== undefined) draft.teams = new Set(teams as number[]);
}

/** The rules on the row itself, as one 400 with what the form found. */
function checkForm(call: Call, kind: MasterKind, draft: AnyMaster, submission: Submission): void {
  const rows = [...call.state.masters(kind).values()] as AnyMaster[];
  checkFields(submission, draft);
  const repeats = kind === "project" && call.state.enabled("project.allow_duplicate_number");
  const taken = !repeats && draft.number !== null &&
    rows.some((row) => row.id !== draft.id && row.number === draft.number);
  if (taken) submission.errors.add("number", numberUsed(draft.number!));
  submission.errors.throwIfAny();
}

function create(kind: MasterKind): Handler {
  return (call) => {
    call.require(`create_${kind}`);
    const { state } = call;
    const draft = newMaster(kind);
    const submission = readForm(call, kind);
    fill(draft, submission);
    draft.number ??= nextNumber(state, kind);
    checkForm(call, kind, draft, submission);
    draft.id = state.masters(kind).nextId();
    state.fillMeta(kind, draft);
    state.masters(kind).add(draft);
    return ok(call.json.master(kind, draft));
  };
}

function edit(kind: MasterKind): Handler {
  return (call) => {
    const row = masterFor(call, kind, "edit");
    const draft = { ...row } as AnyMaster;
    const submission = readForm(call, kind, row);
    fill(draft, submission);
    checkForm(call, kind, draft, submission);
    Object.assign(row, draft);
    call.state.fillMeta(kind, row);
    return ok(call.json.master(kind, row));
  };
}

const read = (kind: MasterKind): Handler => (call) =>
  ok(call.json.master(kind, masterFor(call, kind, "view")));

function setMeta(kind: MasterKind): Handler {
  return (call) => {
    const row = masterFor(call, kind, "edit");
    applyMeta(call, kind, row);
    return ok(call.json.master(kind, row));
  };
}

/** POST /{kind}/{id}/team, which 2.65 took away. */
function removedTeam(): never {
  throw new Refusal({ status: 410, body: { code: 410, message: TEXTS.teamEndpointRemoved } });
}

const PATHS: [MasterKind, string][] = [
  ["customer", "/customers"],
  ["project", "/projects"],
  ["activity", "/activities"],
];

/** The routes of the three. */
export function masterRoutes(): Route[] {
  const routes = PATHS.flatMap(([kind, path]): Route[] => [
    ["GET", path, listMasters(kind)],
    ["POST", path, create(kind)],
    ["GET", `${path}/{id}`, read(kind)],
    ["PATCH", `${path}/{id}`, edit(kind)],
    ["DELETE", `${path}/{id}`, removeMaster(kind)],
    ["PATCH", `${path}/{id}/meta`, setMeta(kind)],
    ["POST", `${path}/{id}/team`, removedTeam],
  ]);
  return [...routes, ["POST", "/projects/{id}/duplicate", duplicateProject]];
}
