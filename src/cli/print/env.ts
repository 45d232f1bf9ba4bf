/** `print env`: a `.env` with every setting, out of which only those that somebody gave are in force. */

import { parse } from "dotenv";
import { connectors } from "../../connectors/mod.ts";
import { UserError } from "../../mcp/errors.ts";
import { fileNamesOf, kindOf, listed, namesOf, type Setting, title } from "../../settings/table.ts";
import type { Artifact, PrintOrder } from "./artifact.ts";

export const env: Artifact = {
  summary: "Every setting as a variable, for .env",
  file: ".env",
  isPrivate: true,
  render: (order) => `${[head(order), ...groupsOf(order)].join("\n\n")}\n`,
};

function head({ version }: PrintOrder): string {
  return `# Settings of kimai-mcp ${version}: .env in the folder that it is started in. Take the # off a line to set it.
# What stands there now is the default. A flag and a variable of the environment count more than this file.
# Keep it from others (chmod 600).`;
}

function groupsOf(order: PrintOrder): string[] {
  const rows = Object.entries(order.rows).filter(([key, row]) =>
    namesOf(key, row).variable && !row.hidden && !row.deprecated
  );
  const groupOf = ([key, row]: [string, Setting]) =>
    connectors.find(({ settings }) => Object.hasOwn(settings, key))?.title ??
      (row.only === "http" ? "The HTTP server" : "The server");
  const groups = Map.groupBy(rows, groupOf);
  return [...groups].map(([name, members]) =>
    [`## ${name}`, ...members.map(([key, row]) => entryOf(order, key, row))].join("\n\n")
  );
}

/** What a setting means, and the line that sets it. */
function entryOf(order: PrintOrder, key: string, row: Setting): string {
  const names = namesOf(key, row);
  const { choices } = kindOf(row);
  const help = choices ? `${row.help} (${listed(choices)})` : row.help;
  if (row.secret) {
    const given = order.explicit.has(key) ? " It was given, and is not repeated here." : "";
    const line = `#${fileNamesOf(names).variable}=`;
    return `# ${help}: a file with it, readable by its owner alone.${given}\n${line}`;
  }
  const text = order.given.get(key);
  const line = text === undefined
    ? `#${names.variable}=${quoted(defaultOf(row), title(names))}`
    : `${names.variable}=${quoted(text, title(names))}`;
  return `# ${help}\n${line}`;
}

/** The default as one would write it; nothing where there is none. */
function defaultOf({ type }: Setting): string {
  const { data } = type.safeParse(undefined);
  return Array.isArray(data) ? data.join(",") : String(data ?? "");
}

/**
 * A text as dotenv reads it back: its quotes know no escapes, so the kind is chosen that does not occur inside.
 * @throws {UserError} for a text that no kind can hold
 */
function quoted(text: string, name: string): string {
  if (/^[\w.,:/@+*=?&~-]*$/.test(text)) return text;
  const line = ["'", "`", '"'].map((quote) => `${quote}${text}${quote}`)
    .find((written) => parse(`X=${written}`).X === text);
  if (line !== undefined) return line;
  throw new UserError(
    `Cannot write the value of ${name} into .env: no kind of quotes can hold it there, so set it in the environment`,
  );
}
