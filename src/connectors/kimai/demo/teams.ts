/**
 * Teams, their members and what they may see (API.md 2.7).
 */
import { type Answer, gone, ok, refusal } from "./answers.ts";
import { allow, type Call, found, type Handler, type Route } from "./call.ts";
import { checkFields, type Submission, submit } from "./forms.ts";
import { TEXTS } from "./messages.ts";
import { byText } from "./order.ts";
import { mayAccessUser, mayMaster } from "./permissions.ts";
import type { MasterKind, Team, TeamMember } from "./records.ts";

/** The team of the path, with a permission. */
function teamFor(call: Call, permission: string): Team {
  const team = found(call.state.teams.get(call.id()));
  call.require(permission);
  return team;
}

function list(call: Call): Answer {
  call.require("view_team");
  const teams = [...call.state.teams.values()].sort((a, b) => byText(a.name, b.name));
  return ok(teams.map((team) => call.json.teamCollection(team)));
}

const read = (call: Call): Answer => ok(call.json.team(teamFor(call, "view_team")));

/** What the members of a body came to: the list to store and the order to show once. */
interface Members {
  stored: TeamMember[];
  shown: TeamMember[];
}

/**
 * Puts members where Kimai's form puts them: one that is there already at its stored index, a new
 * one at the next free index. Where two meet, the one that was stored stays as it was (ADDENDA,
 * fact 4; recordings 1927), and of one user twice the first counts (1652).
 */
function placeMembers(stored: readonly TeamMember[], sent: readonly TeamMember[]): Members {
  const places = new Map<number, TeamMember>();
  for (const member of sent) {
    if ([...places.values()].some(({ user }) => user === member.user)) continue;
    const known = stored.findIndex(({ user }) => user === member.user);
    const place = known >= 0 ? known : Math.max(-1, ...places.keys()) + 1;
    places.set(place, places.has(place) ? stored[place] : member);
  }
  return {
    shown: [...places.values()],
    stored: [...places].sort(([a], [b]) => a - b).map(([, member]) => member),
  };
}

/** Reads the members of a body; their errors sit below `children` of the collection. */
function readMembers(call: Call, team: Team, { values, errors }: Submission): Members {
  const fine = { children: { user: {}, teamlead: {} } };
  if (values.members === undefined) {
    if (team.members.length > 0) errors.nest("members", team.members.map(() => fine));
    return { stored: team.members, shown: team.members };
  }
  const sent: TeamMember[] = [];
  const children = (values.members as unknown[]).map((raw) => {
    const row = submit(call.state.tables.forms.member, raw as Record<string, unknown>, {
      verb: "create",
      choose: (_field, id) => call.state.users.get(Number(id))?.id,
    });
    const user = row.values.user as number | undefined;
    if (user !== undefined) {
      const known = team.members.find((member) => member.user === user);
      sent.push({ user, teamlead: row.values.teamlead as boolean ?? known?.teamlead ?? false });
    }
    return row.errors.toJson();
  });
  if (children.length > 0) errors.nest("members", children);
  return placeMembers(team.members, sent);
}

function readForm(call: Call, team: Team, verb: "create" | "edit"): Members {
  const { state } = call;
  const submission = submit(state.tables.forms.team, call.form(), { verb });
  const { name = team.name, color = team.color } = submission.values as Partial<Team>;
  const members = readMembers(call, team, submission);
  const { errors } = submission;
  const draft = { name, color };
  // A collection that is none is the form's error, and the rules on members stay silent (1651).
  const isCollection = !errors.unread.has("members");
  if (isCollection && !members.stored.some(({ teamlead }) => teamlead)) {
    errors.add("", TEXTS.noTeamlead);
  }
  if (isCollection && members.stored.length === 0) errors.add("", TEXTS.emptyCollection);
  checkFields(submission, draft);
  const taken = name?.toLowerCase();
  if ([...state.teams.values()].some((t) => t.id !== team.id && t.name!.toLowerCase() === taken)) {
    errors.add("name", TEXTS.alreadyUsed);
  }
  errors.throwIfAny();
  Object.assign(team, draft, { members: members.stored });
  return members;
}

function create(call: Call): Answer {
  call.require("create_team");
  const team: Team = { id: 0, name: null, color: null, members: [] };
  const { shown } = readForm(call, team, "create");
  team.id = call.state.teams.nextId();
  call.state.teams.add(team);
  return ok(call.json.team(team, shown));
}

function edit(call: Call): Answer {
  const team = teamFor(call, "edit_team");
  const { shown } = readForm(call, team, "edit");
  return ok(call.json.team(team, shown));
}

function remove(call: Call): Answer {
  const { state } = call;
  const team = teamFor(call, "delete_team");
  for (const rows of [state.customers, state.projects, state.activities]) {
    for (const row of rows.values()) row.teams.delete(team.id);
  }
  state.teams.delete(team.id);
  return gone();
}

function addMember(call: Call): Answer {
  const team = teamFor(call, "edit_team");
  const user = found(call.state.users.get(call.id(1)));
  allow(mayAccessUser(call.state, call.caller, user));
  if (call.state.isMember(team.id, user.id)) throw refusal(400);
  team.members.push({ user: user.id, teamlead: false });
  return ok(call.json.team(team));
}

/** A lead cannot be taken out. */
function removeMember(call: Call): Answer {
  const { state } = call;
  const team = teamFor(call, "edit_team");
  const user = found(state.users.get(call.id(1)));
  if (!state.isMember(team.id, user.id) || state.isTeamlead(team.id, user.id)) throw refusal(400);
  team.members = team.members.filter((member) => member.user !== user.id);
  return ok(call.json.team(team));
}

/** Grants or revokes one object; doing it twice is a 400. */
function access(kind: MasterKind, grant: boolean): Handler {
  return (call) => {
    const team = teamFor(call, "edit_team");
    const row = found(call.state.masters(kind).get(call.id(1)));
    allow(mayMaster(call.state, call.caller, "permissions", kind, row));
    if (row.teams.has(team.id) === grant) throw refusal(400);
    if (grant) row.teams.add(team.id);
    else row.teams.delete(team.id);
    return ok(call.json.team(team));
  };
}

const OBJECTS: [MasterKind, string][] = [
  ["customer", "customers"],
  ["project", "projects"],
  ["activity", "activities"],
];

/** The routes of teams. */
export function teamRoutes(): Route[] {
  return [
    ["GET", "/teams", list],
    ["POST", "/teams", create],
    ["GET", "/teams/{id}", read],
    ["PATCH", "/teams/{id}", edit],
    ["DELETE", "/teams/{id}", remove],
    ["POST", "/teams/{id}/members/{id}", addMember],
    ["DELETE", "/teams/{id}/members/{id}", removeMember],
    ...OBJECTS.flatMap(([kind, path]): Route[] => [
      ["POST", `/teams/{id}/${path}/{id}`, access(kind, true)],
      ["DELETE", `/teams/{id}/${path}/{id}`, access(kind, false)],
    ]),
  ];
}
