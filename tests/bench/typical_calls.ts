/** What people ask for most, as calls of tools on the embedded Kimai's agency. */

import { createDemoKimai, type DemoKimai } from "../../src/connectors/kimai/demo/mod.ts";
import type { Called, TestClient } from "../support/clients.ts";

/** A call, and how tables name it. */
export interface TypicalCall {
  name: string;
  tool: string;
  args: Record<string, unknown>;
}

/** Ten of them on this day. Who asks is the team lead that the embedded Kimai has as its usual user. */
export function typicalCalls(today: Temporal.PlainDate): readonly TypicalCall[] {
  const yesterday = today.subtract({ days: 1 });
  const mine = (filters: Record<string, unknown>) => ({ action: "list", filters });
  const booking = {
    ...{ project: 1, activity: 1 },
    ...{ begin: `${yesterday}T09:00:00`, end: `${yesterday}T10:00:00` },
  };
  const month = {
    project_name: "Website relaunch",
    ...{ begin: `${today.subtract({ days: 30 })}`, end: `${today}`, user_scope: "all" },
  };
  return [
    { name: "who am I", tool: "user_current", args: {} },
    { name: "is everything in order", tool: "status", args: {} },
    { name: "my entries of this week", tool: "timesheet", args: mine({ period: "this week" }) },
    {
      name: "my last month with statistics",
      tool: "timesheet",
      args: mine({ period: "last month", calculate_stats: true }),
    },
    {
      name: "this week of everybody",
      tool: "timesheet",
      args: mine({ period: "this week", user_scope: "all" }),
    },
    { name: "book an hour", tool: "timesheet", args: { action: "create", data: booking } },
    { name: "what is running", tool: "timer", args: { action: "active" } },
    { name: "find by name", tool: "find", args: { text: "website" } },
    { name: "all projects", tool: "entity", args: { action: "list", type: "project" } },
    { name: "who worked on a project", tool: "analyze_project_team", args: month },
  ];
}

/** Friday 20 November 2026, 16:00 in Berlin: what is asked for lies before. */
export const evening = () => Temporal.Instant.from("2026-11-20T15:00:00Z");
/** That day. */
export const friday = Temporal.PlainDate.from("2026-11-20");

/** The agency at that time. */
export function createAgency(): DemoKimai {
  return createDemoKimai({ now: evening });
}

/**
 * Makes one of them.
 * @throws {Error} where it is refused: a refusal is short and quick, and would be a fine figure
 */
export async function make(client: TestClient, { name, tool, args }: TypicalCall): Promise<Called> {
  const called = await client.call(tool, args);
  if (called.isError) throw new Error(`"${name}" was refused: ${called.text}`);
  return called;
}
