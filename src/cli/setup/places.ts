/** Where each assistant keeps the servers of its user, with the ways of installing it that move the file. */

import { folderOf, inHome, joined, type Machine, settingsFolder } from "./machine.ts";

/** A file that an assistant reads where a sign of it is on the machine. */
export interface Place {
  /** A file or folder that is there once the assistant was installed or has run. */
  sign: string;
  /** The file with its servers. */
  file: string;
  /** One way of installing it: not where a fresh installation would look. */
  onlyWithSign?: boolean;
}

/** The places of an assistant on a machine: the first with a sign counts. */
export type Places = (machine: Machine) => readonly Place[] | Promise<readonly Place[]>;

/** The place in use, else the usual one. */
export async function placeOf(places: Places, machine: Machine): Promise<Place> {
  const all = await places(machine);
  return await firstPresent(all, machine) ?? all.find(({ onlyWithSign }) => !onlyWithSign)!;
}

/** Whether a sign of the assistant is on the machine. */
export async function isPresent(places: Places, machine: Machine): Promise<boolean> {
  return await firstPresent(await places(machine), machine) !== undefined;
}

async function firstPresent(all: readonly Place[], machine: Machine): Promise<Place | undefined> {
  for (const place of all) {
    if (await machine.exists(place.sign)) return place;
  }
}

/**
 * Claude Desktop. On Windows the packaged one, which installers bring since February 2026, sees another folder
 * under the name of the usual one, and leaves that unread.
 */
export function claudeDesktop(machine: Machine): Place[] {
  const name = "claude_desktop_config.json";
  const usual = joined(machine, settingsFolder(machine), "Claude");
  const place: Place = { sign: usual, file: joined(machine, usual, name) };
  if (machine.os !== "windows") return [place];
  const local = folderOf(machine, "LOCALAPPDATA", "AppData", "Local");
  // The end of the name is computed from the publisher's and is the same everywhere.
  const sign = joined(machine, local, "Packages", "Claude_pzs8sxrjxfjjc");
  const file = joined(machine, sign, "LocalCache", "Roaming", "Claude", name);
  return [{ sign, file, onlyWithSign: true }, place];
}

/** Claude Code: the servers of the user stand at the top of its state file, beside its folder. */
export function claudeCode(machine: Machine): Place[] {
  const moved = machine.env("CLAUDE_CONFIG_DIR")?.trim();
  const file = joined(machine, moved || machine.home, ".claude.json");
  return [{ sign: file, file }, { sign: moved || inHome(machine, ".claude"), file }];
}

/** An assistant with a folder in the home, which a variable may move. */
export function folderInHome(folder: string, file: string, variable?: string): Places {
  return (machine) => {
    const sign = variable === undefined
      ? inHome(machine, folder)
      : folderOf(machine, variable, folder);
    return [{ sign, file: joined(machine, sign, file) }];
  };
}

/** Visual Studio Code, its Insiders edition, and the one from Flathub. */
export function vscode(machine: Machine): Place[] {
  const settings = settingsFolder(machine);
  const flatpak = inHome(machine, ".var", "app", "com.visualstudio.code", "config", "Code");
  const folders = [joined(machine, settings, "Code"), joined(machine, settings, "Code - Insiders")];
  if (machine.os === "linux") folders.push(flatpak);
  return folders.map((sign) => ({ sign, file: joined(machine, sign, "User", "mcp.json") }));
}

/**
 * Windsurf, called Devin Desktop since June 2026. Its newer agent reads the old file as well, so that one comes
 * first; the new folder counts where there is no other.
 */
export function windsurf(machine: Machine): Place[] {
  const settings = machine.os === "windows"
    ? settingsFolder(machine)
    : folderOf(machine, "XDG_CONFIG_HOME", ".config");
  return [
    inHome(machine, ".codeium", "windsurf"),
    inHome(machine, ".codeium", "windsurf-next"),
    joined(machine, settings, "devin"),
  ].map((sign) => ({ sign, file: joined(machine, sign, "mcp_config.json") }));
}

/** Zed, and the one from Flathub. On macOS it keeps to `~/.config`. */
export function zed(machine: Machine): Place[] {
  const usual = {
    darwin: () => inHome(machine, ".config", "zed"),
    windows: () => joined(machine, settingsFolder(machine), "Zed"),
    linux: () => joined(machine, settingsFolder(machine), "zed"),
  };
  const folders = [usual[machine.os]()];
  if (machine.os === "linux") {
    folders.push(inHome(machine, ".var", "app", "dev.zed.Zed", "config", "zed"));
  }
  return folders.map((sign) => ({ sign, file: joined(machine, sign, "settings.json") }));
}

/** Gemini CLI: the variable names the home, not the folder. */
export function gemini(machine: Machine): Place[] {
  const sign = joined(machine, folderOf(machine, "GEMINI_CLI_HOME"), ".gemini");
  return [{ sign, file: joined(machine, sign, "settings.json") }];
}

/** LM Studio: a file in the home says where its folder is; without it, an old folder counts before the new one. */
export async function lmStudio(machine: Machine): Promise<Place[]> {
  const pointer = await machine.read(inHome(machine, ".lmstudio-home-pointer"));
  const moved = pointer?.trim();
  const folders = [inHome(machine, ".cache", "lm-studio"), inHome(machine, ".lmstudio")];
  const places = (moved ? [moved] : folders).map((sign) => ({
    sign,
    file: joined(machine, sign, "mcp.json"),
  }));
  return moved ? places : [{ ...places[0], onlyWithSign: true }, places[1]];
}
