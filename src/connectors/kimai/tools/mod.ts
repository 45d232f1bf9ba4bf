// No test of its own: tests/house/catalogue_test.ts looks at every tool.
/** All tools of Kimai, loaded when the first client asks for tools: a start need not wait for them. */

import type { Tool } from "../../../mcp/tool.ts";
import { absence } from "./absence.ts";
import { analyzeProjectTeam } from "./analyze_project_team.ts";
import { calendar } from "./calendar.ts";
import { comment } from "./comment.ts";
import { config } from "./config.ts";
import { entity } from "./entity.ts";
import { findTool } from "./find.ts";
import { meta } from "./meta.ts";
import { rate } from "./rate.ts";
import { status } from "./status.ts";
import { teamAccess } from "./team_access.ts";
import { timer } from "./timer.ts";
import { timesheet } from "./timesheet.ts";
import { userCurrent } from "./user_current.ts";

/** `status` and `find` first, then in the reference's order, by which its users know them. */
export const tools: readonly Tool[] = [
  status,
  findTool,
  entity,
  timesheet,
  timer,
  rate,
  teamAccess,
  absence,
  calendar,
  meta,
  userCurrent,
  analyzeProjectTeam,
  config,
  comment,
];
