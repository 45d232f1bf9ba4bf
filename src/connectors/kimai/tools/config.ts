/** How this Kimai is set up: version, tracking rules, plugins, colours. */

import { z } from "zod";
import { UpstreamError, UserError } from "../../../mcp/errors.ts";
import { type ItemWords, itemWords } from "../item_words.ts";
import { colors, plugin, timesheetConfig, version } from "../records.ts";
import { action, type KimaiSession, tool } from "../session.ts";
import type { Words } from "../wording.ts";

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

const english = {
  version: "Kimai Version",
  /** Kimai's tracking modes, for people (API.md 4.4). */
  modes: {
    default: "begin and end can be written",
    punch: "start and stop only; times are Kimai's own clock for plain users",
    duration_fixed_begin: "begin is fixed by Kimai for plain users",
  } as Record<string, string>,
  timesheet: "Timesheet Configuration",
  mode: "Tracking Mode",
  begin: "Default Begin Time",
  limit: "Active Entries Limit",
  future: "Allow Future Times",
  overlapping: "Allow Overlapping",
  noPlugins: "No plugins installed.",
  plugins: (count: number) => `Installed Plugins (${count}):`,
  colors: "Available Colors:",
};
type ConfigWords = typeof english;
const words: Words<ConfigWords> = {
  en: english,
  de: {
    version: "Version von Kimai",
    modes: {
      default: "Beginn und Ende können angegeben werden",
      punch: "nur starten und stoppen; die Zeiten gibt Kimai vor, außer für höhere Rollen",
      duration_fixed_begin: "der Beginn ist vorgegeben, außer für höhere Rollen",
    },
    timesheet: "Regeln der Zeiterfassung",
    mode: "Art der Erfassung",
    begin: "Üblicher Beginn",
    limit: "Gleichzeitig laufende Einträge",
    future: "Zeiten in der Zukunft",
    overlapping: "Überschneidungen",
    noPlugins: "Keine Plugins installiert.",
    plugins: (count) => `Installierte Plugins (${count}):`,
    colors: "Farben:",
  },
};

const texts: {
  [K in Kind]: (part: NonNullable<Answer[K]>, own: ConfigWords, yesOrNo: YesOrNo) => string;
} = {
  version: ({ version, versionId }, own) =>
    `${own.version}:\n  Version: ${version}\n  Version ID: ${versionId}`,
  timesheet: (rules, own, { yes, no }) =>
    [
      `${own.timesheet}:`,
      `  ${own.mode}: ${rules.trackingMode}${
        own.modes[rules.trackingMode] ? ` (${own.modes[rules.trackingMode]})` : ""
      }`,
      `  ${own.begin}: ${rules.defaultBeginTime}`,
      `  ${own.limit}: ${rules.activeEntriesHardLimit}`,
      `  ${own.future}: ${rules.isAllowFutureTimes ? yes : no}`,
      `  ${own.overlapping}: ${rules.isAllowOverlapping ? yes : no}`,
    ].join("\n"),
  plugins: (plugins, own) =>
    plugins.length === 0
      ? own.noPlugins
      : [own.plugins(plugins.length), ...plugins.map((one) => `  ${one.name}: v${one.version}`)]
        .join("\n"),
  colors: (all, own) =>
    [own.colors, ...all.map(({ name, color }) => `  ${name}: ${color}`)].join("\n"),
};
type YesOrNo = Pick<ItemWords, "yes" | "no">;

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
      text: async (result, session) => {
        const language = await session.language();
        const textOf = (part: Kind) =>
          result[part] && texts[part](result[part] as never, words[language], itemWords[language]);
        return [
          ...kinds.map(textOf),
          ...(result.failed ?? []).map(({ part, why }) => `${part}: ${why}`),
        ].filter((text) => text).join("\n\n");
      },
    }),
  },
});
