/** Who is in a team, and which customers, projects and activities it may see. */

import { z } from "zod";
import { UpstreamError, UserError } from "../../../mcp/errors.ts";
import { firstLines } from "../compat.ts";
import { nameUser, nameWithId } from "../directory.ts";
import { named } from "../entries.ts";
import { teamDetail } from "../records.ts";
import { action, type KimaiSession, tool } from "../session.ts";
import { collections, kindIn, nameOf, owners } from "../subresources.ts";
import { itemWords } from "../item_words.ts";
import { ref } from "../refs.ts";
import { teamWords } from "../team_access_words.ts";
import type { Language } from "../wording.ts";

const member = { team_id: ref("team"), user_id: ref("user", "members") };
const target = {
  team_id: ref("team"),
  target: z.enum(owners.access),
  target_id: ref({ beside: "target" }),
};

const memberResult = z.object({
  team: named,
  user: named,
  /** Who is in the team now, leads marked. */
  members: z.array(named.extend({ lead: z.literal(true).optional() })),
});
const accessResult = z.object({
  team: named,
  target: z.enum(owners.access),
  target_id: z.int(),
  name: z.string().optional(),
  note: z.string().optional(),
});
type AccessResult = z.infer<typeof accessResult>;

type Method = "POST" | "DELETE";
type Member = z.output<z.ZodObject<typeof member>>;
type Target = z.output<z.ZodObject<typeof target>>;

async function changeMember(
  method: Method,
  input: Member,
  session: KimaiSession,
): Promise<z.infer<typeof memberResult>> {
  const { names, kimai } = session;
  const { team_id, user_id } = input;
  // Who is taken out is not in the answer, and a look-up that fails afterwards would hide the change.
  const gone = method === "DELETE" ? await nameUser(user_id, names) : undefined;
  const team = await kimai
    .request(method, ["teams", team_id, "members", user_id], { answer: teamDetail })
    .catch((error) => explainMember(error, method, input, session));
  const members = await Promise.all(team.members.map(async (one) => ({
    ...await nameUser(one.user, names),
    lead: one.teamlead ? true as const : undefined,
  })));
  const { id, name } = members.find((one) => one.id === user_id) ?? gone ?? { id: user_id };
  return { team: { id: team.id, name: team.name }, user: { id, name }, members };
}

async function changeAccess(
  method: Method,
  input: Target,
  session: KimaiSession,
): Promise<AccessResult> {
  const { team_id, target, target_id } = input;
  const subject = { entity: target, entity_id: target_id };
  const [name, teams] = await Promise.all([nameOf(subject, session), teamsOf(input, session)]);
  const team = await session.kimai
    .request(method, ["teams", team_id, collections[target], target_id], { answer: teamDetail })
    .catch((error) => explainAccess(error, method, input, session));
  const note = noteOf(method, input, teams, await session.language());
  return { team: { id: team.id, name: team.name }, target, target_id, name, note };
}

/** Kimai answers 400, 403 and 404 without a reason (API.md 2.7); the team tells it. */
async function explainMember(
  error: unknown,
  method: Method,
  { team_id, user_id }: Member,
  session: KimaiSession,
): Promise<never> {
  const fault = faultOf(error);
  const verb = method === "POST" ? "add" : "remove";
  if (fault === "forbidden") {
    const reach = method === "POST" ? " and, since Kimai 2.58, access to that user" : "";
    throw new UserError(
      `Cannot ${verb} user ${user_id}: it takes the permission edit_team${reach} (403)`,
    );
  }
  const team = await readTeam(team_id, error, session);
  if (fault === "not_found") throw new UserError(`Cannot ${verb} user ${user_id}: there is none`);
  const there = team.members.find(({ user }) => user.id === user_id);
  const user = nameWithId(there ? await nameUser(there.user, session.names) : { id: user_id });
  const why = method === "POST"
    ? there && "already a member"
    : !there
    ? "no member of it"
    : there.teamlead &&
      "Kimai takes no lead out, first make somebody else lead (entity update, data.members)";
  if (!why) throw error;
  const preposition = method === "POST" ? "to" : "from";
  throw new UserError(
    `Cannot ${verb} user ${user} ${preposition} team ${nameWithId(team)}: ${why}`,
  );
}

/** Since which Kimai the target's own `permissions` permission is needed too (API.md 2.7, K-22). */
const permissionsSince = { POST: "2.63", DELETE: "2.65" };

async function explainAccess(
  error: unknown,
  method: Method,
  { team_id, target, target_id }: Target,
  session: KimaiSession,
): Promise<never> {
  const fault = faultOf(error);
  const verb = method === "POST" ? "grant" : "revoke";
  const refuse = (team: string, why: string) =>
    new UserError(`Cannot ${verb} team ${team} access to ${target} ${target_id}: ${why}`);
  if (fault === "forbidden") {
    const since = permissionsSince[method];
    throw refuse(
      `${team_id}`,
      `it takes the permission edit_team and, since Kimai ${since}, permissions_${target} (403)`,
    );
  }
  const team = nameWithId(await readTeam(team_id, error, session));
  if (fault === "not_found") throw refuse(team, `there is no such ${target} that is open to you`);
  throw refuse(team, method === "POST" ? "it has access already" : "it has none of its own");
}

/** The fault of a refusal that can be explained; any other error is thrown as it is. */
function faultOf(error: unknown): "forbidden" | "not_found" | "invalid" {
  if (error instanceof UpstreamError) {
    const { fault } = error;
    if (fault === "forbidden" || fault === "not_found" || fault === "invalid") return fault;
  }
  throw error;
}

/** The team behind a refusal; where it may not be read, the refusal itself is all there is. */
async function readTeam(id: number, refused: unknown, { kimai }: KimaiSession) {
  return await kimai.request("GET", ["teams", id], { answer: teamDetail }).catch((error) => {
    throw faultOf(error) === "not_found" ? new UserError(`There is no team ${id}`) : refused;
  });
}

const withTeams = z.looseObject({ teams: z.array(z.looseObject({ id: z.int() })) });

/** The teams of the target before the change, as far as Kimai tells. */
async function teamsOf(
  { target, target_id }: Target,
  { names }: KimaiSession,
): Promise<number[] | undefined> {
  const parsed = withTeams.safeParse((await names[collections[target]]()).get(target_id));
  return parsed.success ? parsed.data.teams.map(({ id }) => id) : undefined;
}

/** The first grant closes a record to everybody else, the last revocation opens it. */
function noteOf(
  method: Method,
  { team_id, target }: Target,
  teams: number[] | undefined,
  language: Language,
): string | undefined {
  const others = teams?.filter((id) => id !== team_id);
  if (others?.length !== 0) return undefined;
  const { closed, open, openTo } = teamWords[language];
  return (method === "POST" ? closed : open)(kindIn(language, target), openTo[target]);
}

async function memberText(
  first: string,
  { team, user, members }: z.infer<typeof memberResult>,
  session: KimaiSession,
): Promise<string> {
  const language = await session.language();
  const [{ lead }, own] = [itemWords[language], teamWords[language]];
  const list = members.map((one) => nameWithId(one) + (one.lead ? ` ${lead}` : "")).join(", ");
  return `${first}\n${nameWithId(user)}, ${own.team} ${
    nameWithId(team)
  }; ${own.membersNow}: ${list}`;
}

async function accessText(
  first: string,
  { team, target, target_id, name, note }: AccessResult,
  session: KimaiSession,
): Promise<string> {
  const kind = kindIn(await session.language(), target);
  return [
    first,
    `Team ${nameWithId(team)}, ${kind} ${nameWithId({ id: target_id, name })}`,
    note,
  ].filter((line) => line !== undefined).join("\n");
}

export const teamAccess = tool({
  name: "team_access",
  title: "Team members and access",
  description:
    "Members of a Kimai team, and what it may see. Without any team a record is open to everybody. Since Kimai 2.65 revoke takes the permission `permissions` on the target too.",
  actions: {
    add_member: action({
      summary: "put `user_id` in",
      effect: "create",
      admin: true,
      input: z.object(member),
      output: memberResult,
      run: (input, session) => changeMember("POST", input, session),
      text: (result, session) =>
        memberText(firstLines.memberAdded(result.user.id, result.team.id), result, session),
    }),
    remove_member: action({
      summary: "take `user_id` out",
      effect: "delete",
      admin: true,
      input: z.object(member),
      output: memberResult,
      run: (input, session) => changeMember("DELETE", input, session),
      text: (result, session) =>
        memberText(firstLines.memberRemoved(result.user.id, result.team.id), result, session),
    }),
    grant: action({
      summary: "let it see the target",
      effect: "update",
      admin: true,
      input: z.object(target),
      output: accessResult,
      run: (input, session) => changeAccess("POST", input, session),
      text: (result, session) => {
        const first = firstLines.granted(result.team.id, result.target, result.target_id);
        return accessText(first, result, session);
      },
    }),
    revoke: action({
      summary: "no longer",
      effect: "delete",
      admin: true,
      input: z.object(target),
      output: accessResult,
      run: (input, session) => changeAccess("DELETE", input, session),
      text: (result, session) => {
        const first = firstLines.revoked(result.team.id, result.target, result.target_id);
        return accessText(first, result, session);
      },
    }),
  },
});
