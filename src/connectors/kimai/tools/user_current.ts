/** The person whose token this is. */

import { z } from "zod";
import { displayName, type Me } from "../records.ts";
import { named } from "../entries.ts";
import { action, tool } from "../session.ts";
import { languageOf, type Words } from "../wording.ts";

/** A person as `user_current` and `status` show him. */
export const profile = z.object({
  id: z.int(),
  username: z.string(),
  name: z.string(),
  title: z.string().optional(),
  email: z.string().optional(),
  enabled: z.boolean().optional(),
  /** Kimai lists no role for plain users. */
  roles: z.array(z.string()),
  language: z.string().optional(),
  zone: z.string(),
  teams: z.array(named.extend({ lead: z.literal(true).optional() })),
  supervisor: named.optional(),
});
export type Profile = z.infer<typeof profile>;

export function profileOf(me: Me): Profile {
  const leads = new Set(me.memberships.filter((one) => one.teamlead).map((one) => one.team.id));
  const { supervisor } = me;
  return {
    id: me.id,
    username: me.username,
    name: displayName(me),
    title: me.title || undefined,
    email: me.email,
    enabled: me.enabled,
    roles: me.roles.length > 0 ? me.roles : ["ROLE_USER"],
    language: me.language ?? me.locale,
    zone: me.timezone,
    teams: me.teams.map(({ id, name }) => ({ id, name, lead: leads.has(id) ? true : undefined })),
    supervisor: supervisor ? { id: supervisor.id, name: displayName(supervisor) } : undefined,
  };
}

const english = {
  user: "Current User",
  title: "Title",
  email: "E-mail",
  roles: "Roles",
  lead: "lead",
  supervisor: "Supervisor",
  language: "Language",
  zone: "Timezone",
};
const words: Words<typeof english> = {
  en: english,
  de: {
    user: "Angemeldet",
    title: "Titel",
    email: "E-Mail",
    roles: "Rollen",
    lead: "Leitung",
    supervisor: "Vorgesetzt",
    language: "Sprache",
    zone: "Zeitzone",
  },
};

/** In the person's own language. */
export function profileText(person: Profile): string {
  const own = words[languageOf(person)];
  const teams = person.teams.map(({ id, name, lead }) =>
    `${name} (${id})${lead ? `, ${own.lead}` : ""}`
  );
  return [
    `${own.user}: ${person.username} (ID: ${person.id})`,
    `Name: ${person.name}`,
    person.title && `${own.title}: ${person.title}`,
    person.email && `${own.email}: ${person.email}`,
    `${own.roles}: ${person.roles.join(", ")}`,
    teams.length > 0 ? `Teams: ${teams.join("; ")}` : undefined,
    person.supervisor && `${own.supervisor}: ${person.supervisor.name} (${person.supervisor.id})`,
    person.language && `${own.language}: ${person.language}`,
    `${own.zone}: ${person.zone}`,
  ].filter((line) => line !== undefined).join("\n");
}

export const userCurrent = tool({
  name: "user_current",
  title: "Who am I",
  description: "The Kimai user you act as: name, roles, teams, zone.",
  actions: {
    get: action({
      summary: "the current user",
      effect: "read",
      input: z.object({}),
      output: profile,
      run: async (_input, { me }) => profileOf(await me()),
      text: profileText,
    }),
  },
});
