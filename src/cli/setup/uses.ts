/** The servers that all assistants of this machine start, for whoever wants to know what else uses a file. */

import { type Client, clients, type Launch, type Machine } from "./clients.ts";
import { readIfThere } from "./config_file.ts";
import { dataOf } from "./config_text.ts";
import { isObject } from "../../lib/is_object.ts";

/** A server in the configuration of an assistant. */
export interface Use {
  client: Client;
  name: string;
  launch: Launch;
}

/** What the configurations of a machine say. */
export interface Uses {
  /** Every server of every assistant. */
  uses: Use[];
  /** The assistants whose configuration cannot be read: nobody knows what they start. */
  unreadable: Client[];
}

/** Reads the configurations of all assistants. */
export async function usesOn(machine: Machine): Promise<Uses> {
  const unreadable: Client[] = [];
  const uses = await Promise.all(clients.map(async (client) => {
    try {
      const text = await readIfThere(await client.configPath(machine));
      return text === undefined ? [] : usesIn(text, client);
    } catch {
      unreadable.push(client);
      return [];
    }
  }));
  return { uses: uses.flat(), unreadable };
}

function usesIn(text: string, client: Client): Use[] {
  const servers = client.at.reduce<unknown>(
    (inner, key) => isObject(inner) ? inner[key] : undefined,
    dataOf(text, client),
  );
  return Object.entries(isObject(servers) ? servers : {}).flatMap(([name, entry]) => {
    const launch = client.launchOf(entry);
    return launch ? [{ client, name, launch }] : [];
  });
}
