// No test of its own: types only.
/** What `kimai-mcp print` can print: a file, made from this version and these settings. */

import type { Catalogue } from "../../mcp/catalogue.ts";
import type { System } from "../../settings/sources.ts";
import type { SettingRows } from "../../settings/table.ts";

/**
 * What a file is made from. Secrets are never among the values, so that no file can contain one; who wants to know
 * whether a secret was given asks `explicit`. No text has a line break or another control character in it.
 */
export interface PrintOrder {
  version: string;
  /** By key, defaults included. */
  settings: Record<string, unknown>;
  /** The keys that somebody gave a value, those of secrets included. */
  explicit: ReadonlySet<string>;
  /** By key, how somebody wrote a value: what another start would read to the same effect. */
  given: ReadonlyMap<string, string>;
  /** The rows of the server, and those that only some files are made from. */
  rows: SettingRows;
  /** The machine, for files that belong on this very one. */
  system: System;
  /** The tools on offer, made when somebody asks. */
  catalogue(): Promise<Catalogue>;
}

/** One kind of file. */
export interface Artifact {
  /** What it is, a few words without full stop. */
  summary: string;
  /** Where it belongs: a path, or a name where the folder is the reader's choice. */
  file: string;
  /** Secrets belong into it once it is filled in: `--output` makes it readable for its owner alone. */
  isPrivate?: true;
  /**
   * The file's text, ending with a line break.
   * @throws {UserError} when a value cannot stand in such a file; the message says which and what to do
   */
  render(order: PrintOrder): string | Promise<string>;
}
