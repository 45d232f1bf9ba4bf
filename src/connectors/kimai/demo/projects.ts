/**
 * When a project runs: its start and end are days in its customer's zone.
 */
import { startOfDay } from "./dates.ts";
import type { Project } from "./records.ts";
import type { DemoState } from "./state.ts";

/** First and last instant of a project; null where it is open. */
export function projectWindow(state: DemoState, project: Project) {
  const zone = state.customers.get(project.customer)!.timezone;
  const after = project.end === null
    ? null
    : Temporal.PlainDate.from(project.end).add({ days: 1 }).toString();
  return {
    start: project.start === null ? null : startOfDay(project.start, zone),
    end: after === null ? null : startOfDay(after, zone) - 1000,
  };
}

/** Does the project run on this day? */
export function runsOn(project: Project, day: string): boolean {
  return (project.start === null || project.start <= day) &&
    (project.end === null || project.end >= day);
}
