/**
 * Who may do what: the default matrix of 2.66 as far as the API asks for it, and the voters that
 * combine it with ownership and teams (API.md 6, permissions.md).
 */
import type { DemoState } from "./state.ts";
import type { Activity, Customer, MasterKind, Project, Timesheet, User } from "./records.ts";

/** The letters of the matrix. */
const ROLE_LETTERS: Record<string, string> = {
  ROLE_USER: "U",
  ROLE_TEAMLEAD: "T",
  ROLE_ADMIN: "A",
  ROLE_SUPER_ADMIN: "S",
};

/** Permission → letters of the roles that hold it by default (permissions.md). Permissions that
 * no request of the API asks for are left out. */
export const PERMISSIONS: Record<string, string> = {
  "api-token_other_profile": "S",
  "api-token_own_profile": "UTAS",
  "api_access": "UTAS",
  "budget_activity": "AS",
  "budget_customer": "AS",
  "budget_project": "AS",
  "budget_team_activity": "",
  "budget_team_customer": "",
  "budget_team_project": "",
  "budget_teamlead_activity": "T",
  "budget_teamlead_customer": "T",
  "budget_teamlead_project": "T",
  "comments_customer": "AS",
  "comments_project": "AS",
  "comments_team_customer": "",
  "comments_team_project": "",
  "comments_teamlead_customer": "T",
  "comments_teamlead_project": "T",
  "contract_other_profile": "AS",
  "create_activity": "TAS",
  "create_customer": "AS",
  "create_export_template": "AS",
  "create_invoice": "TAS",
  "create_other_timesheet": "TAS",
  "create_own_timesheet": "UTAS",
  "create_project": "AS",
  "create_tag": "UTAS",
  "create_team": "AS",
  "create_user": "S",
  "delete_activity": "AS",
  "delete_customer": "AS",
  "delete_invoice": "",
  "delete_other_timesheet": "TAS",
  "delete_own_timesheet": "UTAS",
  "delete_project": "AS",
  "delete_tag": "TAS",
  "delete_team": "AS",
  "details_customer": "AS",
  "details_team_customer": "",
  "details_teamlead_customer": "T",
  "edit_activity": "AS",
  "edit_billable_other_timesheet": "TAS",
  "edit_billable_own_timesheet": "TAS",
  "edit_customer": "AS",
  "edit_export_other_timesheet": "TAS",
  "edit_export_own_timesheet": "TAS",
  "edit_exported_timesheet": "AS",
  "edit_other_profile": "S",
  "edit_other_timesheet": "TAS",
  "edit_own_profile": "UTAS",
  "edit_own_timesheet": "UTAS",
  "edit_project": "AS",
  "edit_rate_other_timesheet": "AS",
  "edit_rate_own_timesheet": "AS",
  "edit_team": "AS",
  "edit_team_activity": "",
  "edit_team_customer": "",
  "edit_team_project": "",
  "edit_teamlead_activity": "T",
  "edit_teamlead_customer": "",
  "edit_teamlead_project": "",
  "hourly-rate_other_profile": "S",
  "hourly-rate_own_profile": "TAS",
  "lockdown_grace_timesheet": "AS",
  "lockdown_override_timesheet": "AS",
  "manage_invoice_template": "AS",
  "manage_tag": "TAS",
  "permissions_activity": "AS",
  "permissions_customer": "AS",
  "permissions_project": "AS",
  "permissions_teamlead_activity": "",
  "permissions_teamlead_customer": "",
  "permissions_teamlead_project": "",
  "preferences_other_profile": "S",
  "preferences_own_profile": "UTAS",
  "role_permissions": "S",
  "roles_other_profile": "S",
  "roles_own_profile": "S",
  "start_other_timesheet": "TAS",
  "start_own_timesheet": "UTAS",
  "stop_other_timesheet": "TAS",
  "stop_own_timesheet": "UTAS",
  "supervisor_other_profile": "S",
  "supervisor_own_profile": "S",
  "time_activity": "AS",
  "time_customer": "AS",
  "time_project": "AS",
  "time_team_activity": "",
  "time_team_customer": "",
  "time_team_project": "U",
  "time_teamlead_activity": "T",
  "time_teamlead_customer": "T",
  "time_teamlead_project": "T",
  "view_activity": "AS",
  "view_all_data": "AS",
  "view_customer": "AS",
  "view_invoice": "TAS",
  "view_other_profile": "S",
  "view_other_timesheet": "TAS",
  "view_own_profile": "UTAS",
  "view_own_timesheet": "UTAS",
  "view_project": "AS",
  "view_rate_other_timesheet": "TAS",
  "view_rate_own_timesheet": "TAS",
  "view_team": "AS",
  "view_team_activity": "",
  "view_team_customer": "",
  "view_team_project": "",
  "view_teamlead_activity": "T",
  "view_teamlead_customer": "T",
  "view_teamlead_project": "T",
  "view_user": "S",
};

/** Does one of the user's roles hold the permission? ROLE_USER is implicit (API.md 3.5). */
export function holds(state: DemoState, user: User, permission: string): boolean {
  const letters = state.tables.permissions[permission] ?? "";
  return ["ROLE_USER", ...user.roles].some((role) =>
    state.roleSwitches.get(role)?.get(permission) ??
      letters.includes(ROLE_LETTERS[role] ?? "none")
  );
}

/** Sees everything, whatever the teams say: ADMIN and above (API.md 6.1). */
export const seesAll = (state: DemoState, user: User) => holds(state, user, "view_all_data");

/** May the user see an object that these teams guard? No teams: everybody may (API.md 6.1). */
function openTo(state: DemoState, user: User, teams: Set<number>): boolean {
  return teams.size === 0 || [...teams].some((id) => state.isMember(id, user.id));
}

/** Do the teams of the object and of what it belongs to let the user in? */
export function hasAccess(
  state: DemoState,
  user: User,
  kind: MasterKind,
  master: Customer | Project | Activity,
): boolean {
  return seesAll(state, user) ||
    guards(state, kind, master).every((teams) => openTo(state, user, teams));
}

/** The team sets along customer → project → activity, innermost first. */
function guards(state: DemoState, kind: MasterKind, master: Customer | Project | Activity) {
  const teams = [master.teams];
  if (kind === "activity") {
    const project = (master as Activity).project;
    if (project !== null) teams.push(...guards(state, "project", state.projects.get(project)!));
  }
  if (kind === "project") teams.push(state.customers.get((master as Project).customer)!.teams);
  return teams;
}

/** May the user do `action` with a customer, project or activity? By role, or by a team of the
 * object (or of what it belongs to) that he leads or is a member of (API.md 6.1). */
export function mayMaster(
  state: DemoState,
  user: User,
  action: string,
  kind: MasterKind,
  master: Customer | Project | Activity,
): boolean {
  if (holds(state, user, `${action}_${kind}`)) return true;
  const asLead = holds(state, user, `${action}_teamlead_${kind}`);
  const asMember = holds(state, user, `${action}_team_${kind}`);
  if (!asLead && !asMember) return false;
  return guards(state, kind, master).some((teams) =>
    [...teams].some((id) =>
      (asLead && state.isTeamlead(id, user.id)) || (asMember && state.isMember(id, user.id))
    )
  );
}

/** May the caller reach this user's records in lists and as `user`? (API.md 6.1; ADDENDA 4, 6) */
export function mayAccessUser(state: DemoState, caller: User, user: User): boolean {
  if (caller.id === user.id || seesAll(state, caller)) return true;
  if (user.roles.some((role) => role === "ROLE_SUPER_ADMIN" || role === "ROLE_ADMIN")) {
    return state.leads(caller.id, user.id);
  }
  return state.teamsOf(user.id).length === 0 || state.leads(caller.id, user.id);
}

/** May the caller do `action` with this record? Ownership picks the permission, teams the reach. */
export function mayTimesheet(
  state: DemoState,
  caller: User,
  action: string,
  owner: User,
): boolean {
  if (owner.id === caller.id) return holds(state, caller, `${action}_own_timesheet`);
  if (!holds(state, caller, `${action}_other_timesheet`)) return false;
  if (seesAll(state, caller)) return true;
  // A record of somebody without any team is open to every lead (ADDENDA, twelve files 6).
  return state.teamsOf(owner.id).length === 0 || state.leads(caller.id, owner.id);
}

/** May the caller do `action` with a profile: `own` or `other` by identity. */
export const mayProfile = (state: DemoState, caller: User, action: string, profile: User) =>
  holds(state, caller, `${action}_${caller.id === profile.id ? "own" : "other"}_profile`);

/** Are the rates of this record shown to the caller? (API.md 3.1; first.jsonl 68, 70) */
export const seesRates = (state: DemoState, caller: User, record: Timesheet): boolean =>
  mayTimesheet(state, caller, "view_rate", state.users.get(record.user)!);
