/** The settings that the server has of its own, whatever it is connected to. */
import { z } from "zod";
import { levelAliases, logFormats, logLevels } from "../lib/log.ts";
import { choice, flag, list, type SettingRows, type Sources, text } from "./table.ts";

export const coreSettings = {
  demo: {
    type: flag(false),
    env: "KIMAI_MCP_DEMO",
    help: "Use the embedded Kimai instead of a URL",
  },
  log_level: {
    type: aliased(choice(logLevels, "info"), levelAliases),
    env: "KIMAI_MCP_LOG_LEVEL",
    also: ["MCP_LOG_LEVEL", "LOG_LEVEL"],
    placeholder: "LEVEL",
    help: "Write log lines of this level and above to stderr",
  },
  log_format: {
    type: aliased(choice(logFormats, "json"), { combined: "simple" }),
    env: "KIMAI_MCP_LOG_FORMAT",
    also: ["LOG_FORMAT"],
    placeholder: "FORMAT",
    help: "Write log lines as JSON, or simple for people",
  },
  read_only: {
    type: flag(false),
    env: "KIMAI_MCP_READ_ONLY",
    help: "Offer only what reads",
  },
  tools: {
    type: list(),
    env: "KIMAI_MCP_TOOLS",
    help: "Offer only these tools, and those that are always on",
  },
  toolsets: {
    type: list(),
    env: "KIMAI_MCP_TOOLSETS",
    help: "Offer only these sets of tools: time, manage, absence, insight",
  },
  exclude_tools: {
    type: list(),
    env: "KIMAI_MCP_EXCLUDE_TOOLS",
    help: "Do not offer these tools",
  },
  audit: {
    type: text(),
    env: "KIMAI_MCP_AUDIT",
    help: "Write a line for each call that writes to this file, or log or off; over HTTP it is log",
    placeholder: "FILE",
  },
  help: { type: flag(false), env: false, short: "h", help: "Show this help and exit" },
  version: { type: flag(false), env: false, short: "V", help: "Show the version and exit" },
} satisfies SettingRows;

/** A choice that also knows its words by others, given in lower case. */
function aliased<C extends string>(
  type: z.ZodType<C>,
  aliases: Readonly<Record<string, C>>,
): z.ZodType<C> {
  const names = new Map(Object.entries(aliases));
  const named = (word: unknown) => names.get(String(word).toLowerCase()) ?? word;
  return z.preprocess(named, type).meta(type.meta() ?? {});
}

/** Whether help or the version is asked for; answer that first, so that a wrong setting does not stand in its way. */
export function asksFor({ values }: Sources): "help" | "version" | undefined {
  const asked = (key: "help" | "version") =>
    coreSettings[key].type.safeParse(values.get(key)?.text).data;
  return asked("help") ? "help" : asked("version") ? "version" : undefined;
}
