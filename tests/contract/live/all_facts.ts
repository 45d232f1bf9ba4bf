/** Every fact, in the order in which it is checked. */
import type { Fact } from "./facts.ts";
import { filterFactRows } from "./facts_filters.ts";
import { masterFactRows } from "./facts_masters.ts";
import { objectFactRows } from "./facts_objects.ts";
import { requestFactRows } from "./facts_requests.ts";
import { shapeFactRows } from "./facts_shapes.ts";
import { timesheetFactRows } from "./facts_timesheets.ts";

/** What is checked of a real Kimai. */
export const facts: readonly Fact[] = [
  ...requestFactRows,
  ...timesheetFactRows,
  ...filterFactRows,
  ...masterFactRows,
  ...objectFactRows,
  ...shapeFactRows,
];
