/** The settings that the server has of its own, whatever it is connected to. */
import { logLevels } from "../lib/log.ts";
import { choice, flag, type SettingRows, type Sources } from "./table.ts";

export const coreSettings = {
  demo: {
    type: flag(false),
    env: "KIMAI_MCP_DEMO",
    help: "Use the embedded Kimai instead of a URL",
  },
  log_level: {
    type: choice(logLevels, "info"),
    env: "KIMAI_MCP_LOG_LEVEL",
    placeholder: "LEVEL",
    help: "Write log lines of this level and above to stderr",
  },
  help: { type: flag(false), env: false, short: "h", help: "Show this help and exit" },
  version: { type: flag(false), env: false, short: "V", help: "Show the version and exit" },
} satisfies SettingRows;

/** Whether help or the version is asked for; answer that first, so that a wrong setting does not stand in its way. */
export function asksFor({ values }: Sources): "help" | "version" | undefined {
  const asked = (key: "help" | "version") =>
    coreSettings[key].type.safeParse(values.get(key)?.text).data;
  return asked("help") ? "help" : asked("version") ? "version" : undefined;
}
