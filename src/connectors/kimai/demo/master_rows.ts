/**
 * Single customers, projects and activities: finding them, numbering them, what a deletion takes
 * along and what a copy brings.
 */
import { type Answer, gone } from "./answers.ts";
import { allow, type Call, found, type Handler } from "./call.ts";
import { mayMaster } from "./permissions.ts";
import type { Activity, Customer, MasterKind, Project } from "./records.ts";
import type { DemoState } from "./state.ts";

/** Any of the three. */
export type AnyMaster = Customer | Project | Activity;

/** The row of the path. */
export const masterOf = (call: Call, kind: MasterKind): AnyMaster =>
  found(call.state.masters(kind).get(call.id()) as AnyMaster | undefined);

/** The row of the path, if the caller may do `action` with it. */
export function masterFor(call: Call, kind: MasterKind, action: string): AnyMaster {
  const row = masterOf(call, kind);
  allow(mayMaster(call.state, call.caller, action, kind, row));
  return row;
}

/** Rows that exist + 2, padded to four, then the next free one (ADDENDA, fact 1). */
export function nextNumber(state: DemoState, kind: MasterKind): string {
  const rows = [...state.masters(kind).values()] as AnyMaster[];
  for (let number = rows.length + 2;; number++) {
    const text = String(number).padStart(4, "0");
    if (!rows.some((row) => row.number === text)) return text;
  }
}

/** What a row takes along when it is deleted (recordings, the `note` lines from 2877). */
function cascade(state: DemoState, kind: MasterKind, id: number): void {
  if (kind === "customer") {
    for (const row of state.projects.values()) {
      if (row.customer === id) cascade(state, "project", row.id);
    }
    for (const row of state.invoices.values()) {
      if (row.customer === id) state.invoices.delete(row.id);
    }
  }
  if (kind === "project") {
    for (const row of state.activities.values()) {
      if (row.project === id) cascade(state, "activity", row.id);
    }
  }
  if (kind !== "customer") {
    for (const row of [...state.timesheets.values()]) {
      if (row[kind] === id) state.timesheets.delete(row.id);
    }
  }
  for (const row of state.rates[kind].values()) {
    if (row.master === id) state.rates[kind].delete(row.id);
  }
  if (kind !== "activity") {
    for (const row of state.comments[kind].values()) {
      if (row.master === id) state.comments[kind].delete(row.id);
    }
  }
  state.masters(kind).delete(id);
}

export function removeMaster(kind: MasterKind): Handler {
  return (call) => {
    const row = masterFor(call, kind, "delete");
    cascade(call.state, kind, row.id);
    return gone();
  };
}

function copyRates(state: DemoState, kind: MasterKind, from: number, to: number): void {
  for (const rate of [...state.rates[kind].values()]) {
    if (rate.master !== from) continue;
    state.rates[kind].add({ ...rate, id: state.rates[kind].nextId(), master: to });
  }
}

/** A copy with its activities, without their numbers (ADDENDA, fact 16). */
export function duplicateProject(call: Call): Answer {
  const { state } = call;
  const source = masterFor(call, "project", "edit") as Project;
  call.require("create_project");
  call.require("create_activity");
  const copy: Project = {
    ...source,
    id: state.projects.nextId(),
    name: `${source.name} [COPY]`,
    number: nextNumber(state, "project"),
    teams: new Set(source.teams),
    meta: new Map(source.meta),
  };
  // A project that ends is continued where it ends (recordings 2704).
  if (source.end !== null) Object.assign(copy, { start: source.end, end: null });
  state.projects.add(copy);
  copyRates(state, "project", source.id, copy.id);
  for (const activity of [...state.activities.values()]) {
    if (activity.project !== source.id) continue;
    const id = state.activities.nextId();
    state.activities.add({
      ...activity,
      id,
      project: copy.id,
      number: null,
      teams: new Set(activity.teams),
      meta: new Map(activity.meta),
    });
    copyRates(state, "activity", activity.id, id);
  }
  return { status: 201, body: call.json.project(copy) };
}
