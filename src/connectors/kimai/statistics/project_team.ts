/** Sums over the time records of one project: who spent how long, on what. Durations in seconds. */

import type { Amount } from "../money.ts";
import type { Booking } from "./bookings.ts";
import { overviewOf, OverviewTally } from "./overview.ts";
import { type Group, GroupTally, topOf } from "./timesheets.ts";

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
  /** By currency, where records have rates. */
  amounts?: Amount[];
  people: MemberSums[];
  activities: Group[];
}

/** Rows of people and of activities at the most, and of one person's activities; the last one stands for the others. */
const most = 100;
const mostOfOne = 20;

/** Sums bookings up by person and by activity, the longest first; with details also each person's activities. */
export class TeamTally {
  readonly #all = new OverviewTally();
  readonly #groups = new GroupTally("users", "activities");
  readonly #ofPerson = new Map<number, GroupTally>();
  /** Running ones among the entries. */
  running = 0;

  constructor(private readonly details: boolean) {}

  add(bookings: readonly Booking[]): void {
    for (const one of bookings) {
      this.#all.add(one);
      this.#groups.add(one);
      if (one.running) this.running++;
      if (this.details) this.#personOf(one).add(one);
    }
  }

  #personOf({ user }: Booking): GroupTally {
    const known = this.#ofPerson.get(user.id) ?? new GroupTally("activities");
    this.#ofPerson.set(user.id, known);
    return known;
  }

  /** Everybody who has an entry, the longest first. */
  people(): Group[] {
    return this.#groups.groups("users");
  }

  sums(): TeamSums {
    const { entries, duration, billable, billable_share, amounts } = overviewOf(this.#all);
    const people = topOf(this.people(), most, "users").map((person) => {
      const own = this.#ofPerson.get(person.id!);
      return own ? { ...person, activities: activitiesOf(own, mostOfOne) } : person;
    });
    const activities = activitiesOf(this.#groups, most);
    const money = amounts && { amounts };
    return { entries, duration, billable, billable_share, ...money, people, activities };
  }
}

function activitiesOf(tally: GroupTally, count: number): Group[] {
  return topOf(tally.groups("activities"), count, "activities");
}
