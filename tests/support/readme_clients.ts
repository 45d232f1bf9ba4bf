/** README's chapter about each assistant: its file on each system and what stands in it, from the table that `setup` uses. */

import { type Client, clients } from "../../src/cli/setup/clients.ts";
import { withEntry } from "../../src/cli/setup/config_text.ts";
import type { Machine, Os } from "../../src/cli/setup/machine.ts";
import { secretPath } from "../../src/cli/setup/secret_file.ts";

const homes: Record<Os, string> = {
  darwin: "/Users/anna",
  linux: "/home/anna",
  windows: "C:\\Users\\anna",
};
const titles: Record<Os, string> = { darwin: "macOS", linux: "Linux", windows: "Windows" };
const programs: Record<Os, string> = {
  darwin: "/usr/local/bin/kimai-mcp",
  linux: "/usr/local/bin/kimai-mcp",
  windows: "C:\\Program Files\\kimai-mcp\\kimai-mcp.exe",
};

/** A machine on which nothing was moved and nothing is there yet. */
function machine(os: Os): Machine {
  return {
    os,
    home: homes[os],
    env: () => undefined,
    exists: () => Promise.resolve(false),
    read: () => Promise.resolve(undefined),
  };
}

/** What stands in the file of an assistant that knows no other server. */
function textFor({ entryOf, ...client }: Client, os: Os): string {
  const env = {
    KIMAI_URL: "https://kimai.example.com",
    KIMAI_API_TOKEN_FILE: secretPath(machine(os), "kimai_api_token"),
  };
  const entry = entryOf({ command: programs[os], args: [], env });
  return withEntry(client.format === "toml" ? "" : "{}\n", client, "kimai", entry).trimEnd();
}

async function section(client: Client): Promise<string> {
  const language = client.format === "toml" ? "toml" : "json";
  const systems = (Object.keys(titles) as Os[]).map(async (os) =>
    [
      `On ${titles[os]}, \`${await client.configPath(machine(os))}\`:`,
      ["```" + language, textFor(client, os), "```"].join("\n"),
    ].join("\n\n")
  );
  return [
    `<details>\n<summary>${client.title}</summary>`,
    `\`kimai-mcp setup ${client.id}\` writes it; by hand it is this.`,
    ...await Promise.all(systems),
    `${client.afterwards}.`,
    "</details>",
  ].join("\n\n");
}

/** All of them, one after the other. */
export async function clientsChapter(): Promise<string> {
  return (await Promise.all(clients.map(section))).join("\n\n");
}

/** Where each system keeps the token. */
export function tokenFiles(): string {
  return (Object.keys(homes) as Os[])
    .map((os) => `- ${titles[os]}: \`${secretPath(machine(os), "kimai_api_token")}\``).join("\n");
}
