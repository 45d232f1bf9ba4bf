/** What somebody should work: as the work contract in Kimai says, and where it says nothing, as the settings do. */

import { type Me, me } from "./records.ts";
import type { KimaiSession } from "./session.ts";
import type { Leave } from "./statistics/absences.ts";
import { type Contract, contractOf } from "./statistics/work_contract.ts";

/** Where a figure comes from. */
export const sources = ["contract", "setting"] as const;

/** A contract, and who says so. */
export interface Expectation extends Contract {
  source: typeof sources[number];
}

/**
 * What is expected of a person, as far as it is known without asking: of all others than oneself the settings say
 * it, if anybody.
 * @returns undefined where nobody says
 */
export function expectationOf(
  person: number,
  me: Pick<Me, "id" | "preferences">,
  usualWeek: readonly number[] | undefined,
): Expectation | undefined {
  const contract = person === me.id ? contractOf(me.preferences) : undefined;
  if (contract) return { ...contract, source: "contract" };
  return usualWeek && { week: usualWeek, source: "setting" };
}

/** As `expectationOf`, with the contract of another person where Kimai shows it (permission contract_other_profile). */
export async function expectationFor(
  person: number,
  { me, names, usualWeek }: Pick<KimaiSession, "me" | "names" | "usualWeek">,
): Promise<Expectation | undefined> {
  const self = await me();
  const other = person === self.id
    ? undefined
    : withPreferences.safeParse(await names.user(person));
  const contract = other?.success ? contractOf(other.data.preferences) : undefined;
  return contract ? { ...contract, source: "contract" } : expectationOf(person, self, usualWeek);
}

const withPreferences = me.pick({ preferences: true });

/** A leave that knows the working day it is measured against: that of its weekday, of several the mean. */
export function measured(leave: Leave, expected: Contract | undefined): Leave {
  if (!expected) return leave;
  const worked = expected.week.filter((seconds) => seconds > 0);
  const mean = worked.reduce((sum, seconds) => sum + seconds, 0) / worked.length;
  const weekday = Temporal.PlainDate.from(leave.first).dayOfWeek;
  const own = leave.first === leave.last ? expected.week[weekday - 1] : 0;
  return { ...leave, workday: own || mean };
}
