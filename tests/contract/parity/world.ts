/** What the rows find: time, absences, rates, comments, teams, custom fields, an invoice and a public holiday. */

import { bookInKimai, type KimaiTest } from "../../support/kimai.ts";
import { prepare as prepareEntities } from "../../connectors/kimai/parity_entity.ts";

/** The rows of `parity_entity.ts` count what hangs on a record: their Kimai has no time. */
export function furnishEntities({ demo: { state, ...demo } }: KimaiTest): void {
  prepareEntities({ state, ...demo });
  // Kimai's form has the address in one piece only where there is one.
  state.customers.get(1)!.address = "Gasse 1";
  state.lockedMonths.add("5/2026-02");
  // No role has it by itself.
  state.roleSwitches.set("ROLE_ADMIN", new Map([["delete_invoice", true]]));
}

/**
 * Entries 1, 2 and 5 (running) of user, 3 (exported) of lead, 4 of user2; absences 1 and 2 of user, 3 of
 * lead, 4 of user2; a rate and a comment of customer, project and activity 1; team 2, in which lead leads
 * user; customer 2, project 3 and activity 4, which only team 1 sees.
 */
export async function furnish(test: KimaiTest): Promise<void> {
  const { demo: { state, ...demo }, kimai } = test;
  prepareEntities({ state, ...demo });
  demo.configure("timesheet.rules.break_time_active", "1");
  for (const fields of Object.values(state.metaFields)) {
    fields.splice(0, fields.length, { name: "cc", visible: true }, { name: "po", visible: true });
  }
  const members = [{ user: 3, teamlead: true }, { user: 4, teamlead: false }];
  state.teams.add({ id: 2, name: "Shop", color: null, members });
  const post = (path: string, body?: unknown) =>
    kimai(path, "super", { method: "POST", body: JSON.stringify(body) });
  await post("/customers", { name: "Beta" });
  await post("/projects", { name: "Fair", customer: 2 });
  await post("/activities", { name: "Stand", project: 3 });
  for (const [collection, id] of [["customers", 2], ["projects", 3], ["activities", 4]]) {
    await post(`/${collection}/1/rates`, { rate: 75, internalRate: 60, user: 4, isFixed: false });
    await post(`/teams/1/${collection}/${id}`);
  }
  for (const collection of ["customers", "projects"]) {
    await post(`/${collection}/1/comments`, { message: "Hi" });
  }
  await bookTime(test);
  const absence = { duration: 28_800, halfDay: false, comment: null };
  const holiday = { ...absence, type: "holiday" };
  state.absences.add({ ...holiday, id: 1, user: 4, date: "2026-11-20", status: "new" });
  state.absences.add({ ...holiday, id: 2, user: 4, date: "2026-11-23", status: "requested" });
  const sick = { ...absence, type: "sickness", status: "approved" as const };
  state.absences.add({ ...sick, id: 3, user: 3, date: "2026-11-20" });
  state.absences.add({ ...holiday, id: 4, user: 5, date: "2026-12-04", status: "new" });
}

async function bookTime(test: KimaiTest): Promise<void> {
  await bookInKimai(test, { description: "Logo", tags: "urgent" });
  const review = { activity: 2, begin: "2026-11-18T13:00:00", end: "2026-11-18T15:30:00" };
  await bookInKimai(test, review);
  const till = {
    project: 2,
    activity: 3,
    begin: "2026-11-17T08:00:00",
    end: "2026-11-17T16:00:00",
  };
  await bookInKimai(test, { ...till, user: 3 }, "super");
  await test.kimai("/timesheets/3/export", "super", { method: "PATCH" });
  await bookInKimai(test, {}, "user2");
  await bookInKimai(test, { begin: "2026-11-20T08:00:00", end: undefined, description: "Calls" });
}
