/** `--help` and README's table of settings, from the same rows that are read. */
import {
  fileNamesOf,
  kindOf,
  listed,
  namesOf,
  type Setting,
  type SettingRows,
  variablesOf,
} from "./table.ts";

/** What `--help` is about. `commands` maps how a command is called (`call TOOL [JSON]`) to its summary. */
export interface Help {
  name: string;
  version: string;
  summary: string;
  commands: Record<string, string>;
  rows: SettingRows;
  /** What stands between the name and the settings where help is about one command. */
  usage?: string;
  /** What the first word of that may be, where it is one of a few. */
  words?: readonly string[];
}

type Entry = [left: string, right: string];

const lineWidth = 96;
const widestLeft = 30;

/** The whole text of `--help`, at most 96 columns wide, ending with a line break. */
export function helpText(
  { name, version, summary, commands, rows, usage, words }: Help,
): string {
  const settings = Object.entries(rows).filter(([, row]) => !row.hidden);
  const pick = (wanted: (row: Setting) => boolean) =>
    settings.filter(([, row]) => wanted(row)).map(([key, row]) => entryOf(key, row));
  const groups: [string, Entry[]][] = [
    ["Commands", Object.entries(commands)],
    ["Settings", pick((row) => !row.only && !row.deprecated)],
    ["Settings of the HTTP server", pick((row) => row.only === "http" && !row.deprecated)],
    ["Deprecated", pick((row) => row.deprecated !== undefined)],
  ];
  const filled = groups.filter(([, entries]) => entries.length > 0);
  const lefts = filled.flatMap(([, entries]) => entries.map(([left]) => left.length));
  const column = Math.min(widestLeft, Math.max(...lefts)) + 4;
  const command = usage ?? (Object.keys(commands).length > 0 ? "[command]" : "");
  const order = "A flag counts more than a variable, and that more than a line in .env.";
  const more = usage === undefined
    ? `${name} COMMAND --help tells the settings of a command.`
    : `The settings of the server count as well: ${name} --help lists them.`;
  return [
    `${name} ${version}`,
    ...wrap(summary, lineWidth),
    "",
    ["Usage:", name, command, "[settings]"].filter(Boolean).join(" "),
    ...choiceOf(usage, words),
    ...filled.flatMap(([heading, entries]) => [
      "",
      `${heading}:`,
      ...entries.flatMap((entry) => layOut(entry, column)),
    ]),
    "",
    order,
    ...(usage !== undefined || command ? [more] : []),
    "",
  ].join("\n");
}

/** `CLIENT is one of cursor or zed`, unless the usage itself has the words. */
function choiceOf(usage = "", words: readonly string[] = []): string[] {
  const [placeholder] = /[A-Z]{2,}/.exec(usage) ?? [];
  const isShown = words.every((word) => usage.includes(word));
  if (!placeholder || isShown) return [];
  return ["", ...wrap(`${placeholder} is one of ${listed(words)}.`, lineWidth)];
}

function entryOf(key: string, row: Setting): Entry {
  const names = namesOf(key, row);
  const fallback = defaultOf(row);
  const { choices } = kindOf(row);
  const file = fileNamesOf(names);
  const facts = [
    variablesOf(names).join(", "),
    row.secret && `or a file: --${file.flag} FILE${file.variable ? `, ${file.variable}` : ""}`,
    choices && listed(choices),
    fallback && `default ${fallback}`,
  ].filter(Boolean);
  const short = row.short ? `-${row.short}, ` : "    ";
  const help = row.deprecated ?? row.help;
  return [short + usageOf(key, row), facts.length > 0 ? `${help} [${facts.join("; ")}]` : help];
}

/** `--kimai-url URL`, `--demo`, `--[no-]verify` */
function usageOf(key: string, row: Setting): string {
  const { flag } = namesOf(key, row);
  const kind = kindOf(row);
  if (kind.flag) return defaultOf(row) ? `--[no-]${flag}` : `--${flag}`;
  return `--${flag} ${row.placeholder ?? kind.placeholder ?? "VALUE"}`;
}

/** The default as one would write it; nothing for an unset text or an unset flag. */
function defaultOf({ type }: Setting): string | undefined {
  const { data } = type.safeParse(undefined);
  if (Array.isArray(data)) return data.join(",") || undefined;
  return data === undefined || data === false ? undefined : String(data);
}

function layOut([left, right]: Entry, column: number): string[] {
  const lines = wrap(right, lineWidth - column);
  const start = `  ${left}`;
  const first = start.length + 2 > column ? [start] : [];
  return [
    ...first,
    ...lines.map((line, index) =>
      (index === 0 && first.length === 0 ? start : "").padEnd(column) + line
    ),
  ];
}

function wrap(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines[lines.length - 1];
    if (line && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines;
}

/** README's table of settings, padded as `deno fmt` pads it, without a line break at its end. */
export function settingsTable(rows: SettingRows): string {
  const cells = [
    ["Flag", "Variable", "Default", "Meaning"],
    ...Object.entries(rows).filter(([, row]) => !row.hidden)
      .map(([key, row]) => cellsOf(key, row)),
  ];
  const widths = cells[0].map((_, index) => Math.max(...cells.map((row) => row[index].length)));
  const line = (row: string[]) =>
    `| ${row.map((cell, index) => cell.padEnd(widths[index])).join(" | ")} |`;
  const [heading, ...body] = cells.map(line);
  return [heading, line(widths.map((width) => "-".repeat(width))), ...body].join("\n");
}

function cellsOf(key: string, row: Setting): string[] {
  const names = namesOf(key, row);
  const fallback = defaultOf(row);
  const { choices } = kindOf(row);
  const code = (text?: string) => text ? `\`${text}\`` : "";
  const file = fileNamesOf(names);
  const files = [code(`--${file.flag} FILE`), code(file.variable)].filter(Boolean);
  const meaning = [
    row.deprecated ? `Deprecated: ${row.deprecated}` : row.help,
    choices && `(${listed(choices)})`,
    row.secret && `(or a file with it: ${listed(files)})`,
  ].filter(Boolean).join(" ");
  const usage = row.short ? `-${row.short}, ${usageOf(key, row)}` : usageOf(key, row);
  const variables = variablesOf(names).map(code).join(", ");
  return [code(usage), variables, code(fallback), meaning]
    .map((cell) => cell.replaceAll("|", "\\|"));
}
