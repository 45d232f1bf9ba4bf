/** What can be completed: the commands with the words after them, and the flags with what they take. */

import {
  fileNamesOf,
  kindOf,
  namesOf,
  type Setting,
  type SettingRows,
} from "../../settings/table.ts";
import type { Command } from "../command.ts";

/** What stands after a flag: nothing, a file, one of some words, or a text that nobody can know. */
export type Taken = "nothing" | "file" | "text" | readonly string[];

/** A flag as it is typed. */
export interface FlagOffer {
  /** With its dashes. */
  flag: string;
  /** With its dash. */
  short?: string;
  /** A sentence without full stop. */
  help: string;
  takes: Taken;
  /** May be given several times. */
  repeats: boolean;
}

export interface CommandOffer {
  name: string;
  /** A sentence without full stop. */
  summary: string;
  /** What may come first after the name. */
  words: readonly string[];
  /** What it has beside the flags that all commands share. */
  flags: readonly FlagOffer[];
}

/** Everything that a shell is told. */
export interface Offers {
  /** The program's. */
  name: string;
  commands: readonly CommandOffer[];
  /** With every command, and without one. */
  flags: readonly FlagOffer[];
}

/** @param commands by name; `rows` are those that all of them share */
export function offersOf(
  name: string,
  commands: Readonly<Record<string, Command>>,
  rows: SettingRows,
): Offers {
  const flags = flagsOf(rows);
  const shared = new Set(flags.map(({ flag }) => flag));
  return {
    name,
    flags,
    commands: Object.entries(commands).map(([name, { summary, words = [], rows }]) => ({
      name,
      summary,
      words,
      flags: flagsOf(rows).filter(({ flag }) => !shared.has(flag)),
    })),
  };
}

/** The flags of rows that are shown, in their order. */
function flagsOf(rows: SettingRows): FlagOffer[] {
  return Object.entries(rows)
    .filter(([, row]) => !row.hidden && row.deprecated === undefined)
    .flatMap(([key, row]) => offersOfRow(key, row));
}

function offersOfRow(key: string, row: Setting): FlagOffer[] {
  const names = namesOf(key, row);
  const { flag: isFlag, list, choices } = kindOf(row);
  const { help } = row;
  const repeats = list === true;
  const offer = { flag: `--${names.flag}`, help, repeats, takes: takenBy(row, choices) };
  const offers: FlagOffer[] = [row.short ? { ...offer, short: `-${row.short}` } : offer];
  // Only what is on has to be switched off.
  if (isFlag && row.type.safeParse(undefined).data === true) {
    offers.push({ ...offer, flag: `--no-${names.flag}`, help: `Not: ${help}` });
  }
  if (row.secret) {
    const file = `--${fileNamesOf(names).flag}`;
    offers.push({ flag: file, help: `${help} (from a file)`, repeats, takes: "file" });
  }
  return offers;
}

function takenBy(row: Setting, choices?: readonly string[]): Taken {
  if (kindOf(row).flag) return "nothing";
  return choices ?? (row.placeholder === "FILE" ? "file" : "text");
}

/** Each flag in both its spellings, of those that fit. */
export function spellings(
  flags: readonly FlagOffer[],
  fits: (offer: FlagOffer) => boolean = () => true,
): string[] {
  return flags.filter(fits).flatMap(({ flag, short }) => short ? [short, flag] : [flag]);
}

/** All flags of all commands, each once. */
export function allFlags({ flags, commands }: Offers): FlagOffer[] {
  const all = [...flags, ...commands.flatMap((command) => command.flags)];
  return [...new Map(all.map((offer) => [offer.flag, offer])).values()];
}

/** Those whose next word is their value. */
export function takesWord({ takes }: FlagOffer): boolean {
  return takes !== "nothing";
}

/** A program's name as a part of a function's. */
export function identifierOf(name: string): string {
  return name.replaceAll("-", "_");
}

/** A text as one word of a shell; bash, zsh and POSIX shells read it alike. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
