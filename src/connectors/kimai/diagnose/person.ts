/** Whose token it is, what they may do, and whether their zone is this machine's. */

import type { Finding } from "../../connector.ts";
import { displayName, type Me } from "../records.ts";
import { type Rights, rightsOf } from "../rights.ts";
import { ok } from "./order.ts";

const roles: Record<string, string> = {
  ROLE_SUPER_ADMIN: "system administrator",
  ROLE_ADMIN: "administrator",
  ROLE_TEAMLEAD: "team lead",
  ROLE_USER: "user",
};

/** `Accepted: it belongs to Anna Berger (anna)` */
export function personFinding(me: Me): Finding {
  const name = displayName(me);
  const who = name === me.username ? name : `${name} (${me.username})`;
  return ok("Token", `Kimai accepts it as that of ${who}`);
}

/** What the roles allow by default, and what asking showed. */
export function rightsFinding(me: Me, asked: Rights, problems: ReadonlySet<string>): Finding {
  const byRole = rightsOf(me.roles);
  const held = me.roles.filter((role) => role !== "ROLE_USER" || me.roles.length === 1);
  const as = held.map((role) => roles[role] ?? role).join(", ") || "user";
  const may = [...byRole.may, ...asked.may];
  const mayNot = [...byRole.may_not, ...asked.may_not];
  const not = mayNot.length > 0 ? `; may not ${mayNot.join(", ")}` : "";
  const text = `As ${as} by the role's defaults: may ${may.join(", ")}${not}`;
  const [problem] = problems;
  if (problem === undefined) return ok("Rights", text);
  return {
    name: "Rights",
    outcome: "warning",
    text,
    fix: `Look again, since not everything could be asked: ${problem}`,
  };
}

/** The plugins, and which of those that the tools use are missing. */
export function pluginsFinding(
  plugins: readonly { name: string; version?: string }[],
  missing: readonly string[],
): Finding {
  const there = plugins.map(({ name, version = "" }) => `${name} ${version}`.trim()).join(", ");
  const without = missing.length > 0 ? `; without ${missing.join(" and ")}` : "";
  return ok("Plugins", (there || "None") + without);
}

/** Compares a person's zone with this machine's; servers are often in UTC, which says nothing of anybody. */
export function zoneFinding(
  { timezone }: Pick<Me, "timezone">,
  machine: string | undefined,
  now: Temporal.Instant,
): Finding {
  const name = "Zone";
  const same = machine === undefined || isSame(timezone, machine, now);
  if (same || isSame(machine, "UTC", now)) {
    return ok(name, `Times without offset are understood in ${timezone}, as in Kimai`);
  }
  return {
    name,
    outcome: "warning",
    text:
      `Times without offset are understood in ${timezone}, as in Kimai, and this machine is in ${machine}`,
    fix: `If the person is not in ${timezone}, change the time zone in the Kimai profile`,
  };
}

/** Whether two zones have the same clocks now and half a year on. */
function isSame(one: string, other: string, now: Temporal.Instant): boolean {
  if (one === other) return true;
  return [now, now.add({ hours: 24 * 182 })].every((instant) => {
    const offset = (zone: string) => instant.toZonedDateTimeISO(zone).offset;
    return offset(one) === offset(other);
  });
}
