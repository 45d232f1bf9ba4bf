/**
 * When a project runs: its start and end are days in its customer's zone.
 */
import { dayOf, startOfDay } from "./dates.ts";
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

/** Does the project run at this instant? It starts with the day of whoever asks (recordings 2819)
 * and ends with the day of its customer (2822). */
export function runsAt(state: DemoState, project: Project, instant: number, zone: string): boolean {
  const { end } = projectWindow(state, project);
  return (project.start === null || project.start <= dayOf(instant, zone)) &&
    (end === null || end >= instant);
}
