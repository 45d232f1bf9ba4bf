/**
 * Reads what a running Kimai answered: requests and switches in their order, one file at a time.
 */

/** A request with its answer. */
export interface Exchange {
  label: string | null;
  /** User name, null for no credentials, anything else for a wrong token. */
  role: string | null;
  method: string;
  path: string;
  /** A JSON value, or a string that was sent raw. */
  body: unknown;
  request_headers?: Record<string, string>;
  status: number;
  headers: Record<string, string>;
  /** JSON, a text where the answer was none, null where it was empty. */
  response: unknown;
  now?: string;
}

/** Something that was changed outside the API. */
export interface Switch {
  switch: { what: string; value: unknown };
  now: string;
}

/** One line, with its number as the facts count it. */
export interface Line {
  number: number;
  content: Exchange | Switch;
}

/** One file of the recordings. */
export interface Recording {
  name: string;
  lines: Line[];
}

/** Whether a line changes something outside the API. */
export const isSwitch = (content: Exchange | Switch): content is Switch => "switch" in content;

/** All recordings of a folder, by name. */
export function readRecordings(folder: string): Recording[] {
  return [...Deno.readDirSync(folder)]
    .map((entry) => entry.name)
    .filter((name) => name.endsWith(".jsonl"))
    .sort()
    .map((name) => {
      const first = Number(name.slice(0, 4)) || 0;
      const lines = Deno.readTextFileSync(`${folder}/${name}`).trimEnd().split("\n");
      return {
        name: name.replace(".jsonl", ""),
        lines: lines.map((line, index) => ({ number: first + index, content: JSON.parse(line) })),
      };
    });
}
