/** How this Kimai is set up: version, tracking rules, plugins, colours. */

import { z } from "zod";
import { UpstreamError, UserError } from "../../../mcp/errors.ts";
import { colors, plugin, timesheetConfig, version } from "../records.ts";
import { action, type KimaiSession, tool } from "../session.ts";

const kinds = ["version", "timesheet", "plugins", "colors"] as const;
type Kind = typeof kinds[number];

const answer = z.object({
  version: version.optional(),
  timesheet: timesheetConfig.optional(),
  plugins: z.array(plugin).optional(),
  colors: z.array(z.object({ name: z.string(), color: z.string() })).optional(),
  /** Which parts could not be read, and why. */
  failed: z.array(z.object({ part: z.string(), why: z.string() })).optional(),
});
type Answer = z.infer<typeof answer>;

const readers: { [K in Kind]: (session: KimaiSession) => Promise<Answer[K]> } = {
  version: ({ kimai }) => kimai.request("GET", ["version"], { answer: version }),
  timesheet: ({ config }) => config(),
  plugins: ({ kimai }) => kimai.request("GET", ["plugins"], { answer: z.array(plugin) }),
  colors: async ({ kimai }) => {
    const all = await kimai.request("GET", ["config", "colors"], { answer: colors });
    return Object.entries(all).map(([name, color]) => ({ name, color }));
  },
};

/** Kimai's tracking modes, for people (API.md 4.4). */
const modes: Record<string, string> = {
  default: "begin and end can be written",
  punch: "start and stop only; times are Kimai's own clock for plain users",
  duration_fixed_begin: "begin is fixed by Kimai for plain users",
};

const texts: { [K in Kind]: (part: NonNullable<Answer[K]>) => string } = {
  version: ({ version, versionId }) =>
    `Kimai Version:\n  Version: ${version}\n  Version ID: ${versionId}`,
  timesheet: (rules) =>
    [
      "Timesheet Configuration:",
      `  Tracking Mode: ${rules.trackingMode}${
        modes[rules.trackingMode] ? ` (${modes[rules.trackingMode]})` : ""
      }`,
      `  Default Begin Time: ${rules.defaultBeginTime}`,
      `  Active Entries Limit: ${rules.activeEntriesHardLimit}`,
      `  Allow Future Times: ${rules.isAllowFutureTimes ? "Yes" : "No"}`,
      `  Allow Overlapping: ${rules.isAllowOverlapping ? "Yes" : "No"}`,
    ].join("\n"),
  plugins: (plugins) =>
    plugins.length === 0 ? "No plugins installed." : [
      `Installed Plugins (${plugins.length}):`,
      ...plugins.map((one) => `  ${one.name}: v${one.version}`),
    ]
      .join("\n"),
  colors: (all) =>
    ["Available Colors:", ...all.map(({ name, color }) => `  ${name}: ${color}`)].join("\n"),
};

export const config = tool({
  name: "config",
  title: "Kimai settings",
  description:
    "How this Kimai is set up: version, tracking rules, plugins, colours for `color` fields.",
  actions: {
    get: action({
      summary: "read settings",
      effect: "read",
      input: z.object({ type: z.enum([...kinds, "all"]) }),
      output: answer,
      run: async ({ type }, session) => {
        if (type !== "all") return { [type]: await readers[type](session) };
        const read: Answer = {};
        const failed: { part: string; why: string }[] = [];
        await Promise.all(kinds.map(async (part) => {
          try {
            Object.assign(read, { [part]: await readers[part](session) });
          } catch (error) {
            if (!(error instanceof UpstreamError)) throw error;
            failed.push({ part, why: error.message });
          }
        }));
        if (failed.length === kinds.length) throw new UserError(failed[0].why);
        return { ...read, failed: failed.length > 0 ? failed : undefined };
      },
      text: (result) =>
        [
          ...kinds.map((part) => result[part] && texts[part](result[part] as never)),
          ...(result.failed ?? []).map(({ part, why }) => `${part}: ${why}`),
        ].filter((text) => text).join("\n\n"),
    }),
  },
});
