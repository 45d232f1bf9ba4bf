/**
 * The assistants that `setup` connects, as a table: where each keeps the servers of its user, and in which
 * shape. A further one is one row.
 */

import {
  customEntry,
  type Entry,
  type Launch,
  launchOf,
  plainEntry,
  stdioEntry,
} from "./entries.ts";
import type { Machine } from "./machine.ts";
import {
  claudeCode,
  claudeDesktop,
  folderInHome,
  gemini,
  isPresent,
  lmStudio,
  placeOf,
  type Places,
  vscode,
  windsurf,
  zed,
} from "./places.ts";

export type { Entry, Launch } from "./entries.ts";
export type { Machine, Os } from "./machine.ts";

export type ClientId =
  | "claude-desktop"
  | "claude-code"
  | "cursor"
  | "vscode"
  | "windsurf"
  | "zed"
  | "codex"
  | "gemini"
  | "lm-studio";

/** An assistant that starts MCP servers. */
export interface Client {
  id: ClientId;
  title: string;
  /**
   * The file of the user (not of a project) that it reads its servers from: the one of the variant that is
   * installed, else where a fresh installation would look.
   */
  configPath(machine: Machine): Promise<string>;
  /** Whether it seems to be installed: its configuration or its folder is there. */
  isInstalled(machine: Machine): Promise<boolean>;
  /** `json` is strict, `jsonc` may have comments and trailing commas. */
  format: "json" | "jsonc" | "toml";
  /** Where in the file the servers stand. */
  at: readonly string[];
  /** The entry for a launch, in the client's own shape. */
  entryOf(launch: Launch): Entry;
  /** And back, for starting what was really written; undefined for an entry that starts nothing. */
  launchOf(entry: unknown): Launch | undefined;
  /** What the person has to do so that it notices. */
  afterwards: string;
}

type Row = Omit<Client, "configPath" | "isInstalled" | "launchOf"> & { places: Places };

function client({ places, ...row }: Row): Client {
  return {
    ...row,
    configPath: async (machine) => (await placeOf(places, machine)).file,
    isInstalled: (machine) => isPresent(places, machine),
    launchOf,
  };
}

/** In the order in which they are offered. */
export const clients: readonly Client[] = [
  client({
    id: "claude-desktop",
    title: "Claude Desktop",
    places: claudeDesktop,
    format: "json",
    at: ["mcpServers"],
    entryOf: plainEntry,
    afterwards: "Quit Claude Desktop (closing its window is not enough) and start it again",
  }),
  client({
    id: "claude-code",
    title: "Claude Code",
    places: claudeCode,
    format: "json",
    at: ["mcpServers"],
    entryOf: stdioEntry,
    afterwards: "Start a new session of Claude Code; /mcp shows the server",
  }),
  client({
    id: "cursor",
    title: "Cursor",
    places: folderInHome(".cursor", "mcp.json"),
    format: "json",
    at: ["mcpServers"],
    entryOf: stdioEntry,
    afterwards: "Start Cursor again, or switch the server on in its settings under MCP",
  }),
  client({
    id: "vscode",
    title: "Visual Studio Code",
    places: vscode,
    format: "jsonc",
    at: ["servers"],
    entryOf: stdioEntry,
    afterwards:
      `Run "MCP: List Servers" in Visual Studio Code, start the server and use agent mode`,
  }),
  client({
    id: "windsurf",
    title: "Windsurf",
    places: windsurf,
    format: "json",
    at: ["mcpServers"],
    entryOf: plainEntry,
    afterwards: "Start Windsurf again, or refresh its list of MCP servers",
  }),
  client({
    id: "zed",
    title: "Zed",
    places: zed,
    format: "jsonc",
    at: ["context_servers"],
    entryOf: customEntry,
    afterwards: "Zed notices by itself; its agent settings show the server with a green dot",
  }),
  client({
    id: "codex",
    title: "Codex",
    places: folderInHome(".codex", "config.toml", "CODEX_HOME"),
    format: "toml",
    at: ["mcp_servers"],
    entryOf: plainEntry,
    afterwards: "Start a new session of Codex, or start its editor extension again",
  }),
  client({
    id: "gemini",
    title: "Gemini CLI",
    places: gemini,
    format: "jsonc",
    at: ["mcpServers"],
    entryOf: plainEntry,
    afterwards: "Start Gemini CLI again; /mcp shows the server",
  }),
  client({
    id: "lm-studio",
    title: "LM Studio",
    places: lmStudio,
    format: "json",
    at: ["mcpServers"],
    entryOf: plainEntry,
    afterwards: "Switch the server on in LM Studio, in the Program tab of the right-hand side bar",
  }),
];

/** The client of that name. */
export function clientOf(id: string): Client | undefined {
  return clients.find((each) => each.id === id);
}
