/** Sums over the time records of one project: who spent how long, on what. Pure, durations in seconds. */

import { type Booking, type Group, groupBy, overviewOf, topOf } from "./timesheets.ts";

/** What a person did; the shares of the activities are of the person's time. */
export interface MemberSums extends Group {
  activities?: Group[];
}

/** The sums of a project: people and activities each add up to the total. */
export interface TeamSums {
  entries: number;
  /** Running entries counted until now. */
  duration: number;
  billable: number;
  billable_share: number;
  people: MemberSums[];
  activities: Group[];
}

/** Rows of people and of activities at the most, and of one person's activities; the last one stands for the others. */
const most = 100;
const mostOfOne = 20;

/** Sums bookings by person and by activity, the longest first; `details` adds each person's activities. */
export function teamSums(bookings: readonly Booking[], details: boolean): TeamSums {
  const { entries, duration, billable, billable_share } = overviewOf(bookings);
  const byPerson = Map.groupBy(bookings, (one) => one.user.id);
  const people = topOf(groupBy(bookings, "users"), most, "users").map((person) => {
    const own = details && person.id !== undefined ? byPerson.get(person.id) : undefined;
    return own ? { ...person, activities: activitiesOf(own, mostOfOne) } : person;
  });
  const activities = activitiesOf(bookings, most);
  return { entries, duration, billable, billable_share, people, activities };
}

function activitiesOf(bookings: readonly Booking[], count: number): Group[] {
  return topOf(groupBy(bookings, "activities"), count, "activities");
}
