import assert from "node:assert/strict";
import { type ClientId, clientOf } from "../../../src/cli/setup/clients.ts";
import type { Os } from "../../../src/cli/setup/machine.ts";
import { type Given, machineWith } from "./support.ts";

async function pathOn(os: Os, id: ClientId, given?: Given): Promise<string> {
  return await clientOf(id)!.configPath(machineWith(os, given));
}

const ids: ClientId[] = [
  "claude-desktop",
  "claude-code",
  "cursor",
  "vscode",
  "windsurf",
  "zed",
  "codex",
  "gemini",
  "lm-studio",
];

async function allOn(os: Os): Promise<string[]> {
  return await Promise.all(ids.map((id) => pathOn(os, id)));
}

Deno.test("on Linux a fresh installation of each looks here", async () => {
  assert.deepEqual(await allOn("linux"), [
    "/home/ada/.config/Claude/claude_desktop_config.json",
    "/home/ada/.claude.json",
    "/home/ada/.cursor/mcp.json",
    "/home/ada/.config/Code/User/mcp.json",
    "/home/ada/.codeium/windsurf/mcp_config.json",
    "/home/ada/.config/zed/settings.json",
    "/home/ada/.codex/config.toml",
    "/home/ada/.gemini/settings.json",
    "/home/ada/.lmstudio/mcp.json",
  ]);
});

Deno.test("on macOS a fresh installation of each looks here", async () => {
  assert.deepEqual(await allOn("darwin"), [
    "/Users/ada/Library/Application Support/Claude/claude_desktop_config.json",
    "/Users/ada/.claude.json",
    "/Users/ada/.cursor/mcp.json",
    "/Users/ada/Library/Application Support/Code/User/mcp.json",
    "/Users/ada/.codeium/windsurf/mcp_config.json",
    "/Users/ada/.config/zed/settings.json",
    "/Users/ada/.codex/config.toml",
    "/Users/ada/.gemini/settings.json",
    "/Users/ada/.lmstudio/mcp.json",
  ]);
});

Deno.test("on Windows a fresh installation of each looks here", async () => {
  assert.deepEqual(await allOn("windows"), [
    "C:\\Users\\ada\\AppData\\Roaming\\Claude\\claude_desktop_config.json",
    "C:\\Users\\ada\\.claude.json",
    "C:\\Users\\ada\\.cursor\\mcp.json",
    "C:\\Users\\ada\\AppData\\Roaming\\Code\\User\\mcp.json",
    "C:\\Users\\ada\\.codeium\\windsurf\\mcp_config.json",
    "C:\\Users\\ada\\AppData\\Roaming\\Zed\\settings.json",
    "C:\\Users\\ada\\.codex\\config.toml",
    "C:\\Users\\ada\\.gemini\\settings.json",
    "C:\\Users\\ada\\.lmstudio\\mcp.json",
  ]);
});

Deno.test("a packaged Claude Desktop does not see the file in the usual folder", async () => {
  const sign = "C:\\Users\\ada\\AppData\\Local\\Packages\\Claude_pzs8sxrjxfjjc";
  const old = "C:\\Users\\ada\\AppData\\Roaming\\Claude";
  assert.equal(
    await pathOn("windows", "claude-desktop", { present: [sign, old] }),
    `${sign}\\LocalCache\\Roaming\\Claude\\claude_desktop_config.json`,
  );
  assert.equal(
    await pathOn("windows", "claude-desktop", { present: [old] }),
    `${old}\\claude_desktop_config.json`,
  );
});

Deno.test("the Insiders edition and the one from Flathub count where there is no other", async () => {
  const insiders = "/home/ada/.config/Code - Insiders";
  const flatpak = "/home/ada/.var/app/com.visualstudio.code/config/Code";
  const usual = "/home/ada/.config/Code";
  const path = (...present: string[]) => pathOn("linux", "vscode", { present });
  assert.equal(await path(flatpak), `${flatpak}/User/mcp.json`);
  assert.equal(await path(flatpak, insiders), `${insiders}/User/mcp.json`);
  assert.equal(await path(flatpak, insiders, usual), `${usual}/User/mcp.json`);
});

Deno.test("Zed from Flathub has its settings in its own folder", async () => {
  const flatpak = "/home/ada/.var/app/dev.zed.Zed/config/zed";
  assert.equal(
    await pathOn("linux", "zed", { present: [flatpak] }),
    `${flatpak}/settings.json`,
  );
});

Deno.test("Windsurf is found under its new name", async () => {
  const present = ["/home/ada/.config/devin"];
  assert.equal(
    await pathOn("linux", "windsurf", { present }),
    "/home/ada/.config/devin/mcp_config.json",
  );
  assert.equal(
    await pathOn("linux", "windsurf", { present: [...present, "/home/ada/.codeium/windsurf"] }),
    "/home/ada/.codeium/windsurf/mcp_config.json",
  );
});

Deno.test("LM Studio's folder is where its own pointer says, else the old one if that is there", async () => {
  const pointer = "/home/ada/.lmstudio-home-pointer";
  const old = "/home/ada/.cache/lm-studio";
  assert.equal(
    await pathOn("linux", "lm-studio", { files: { [pointer]: "/srv/models\n" }, present: [old] }),
    "/srv/models/mcp.json",
  );
  assert.equal(await pathOn("linux", "lm-studio", { present: [old] }), `${old}/mcp.json`);
});

Deno.test("variables of the clients move their folders", async () => {
  const env = {
    CLAUDE_CONFIG_DIR: "/srv/claude",
    CODEX_HOME: "/srv/codex",
    GEMINI_CLI_HOME: "/srv/gemini",
    XDG_CONFIG_HOME: "/srv/config",
  };
  const moved: ClientId[] = ["claude-code", "codex", "gemini", "zed", "claude-desktop", "vscode"];
  assert.deepEqual(await Promise.all(moved.map((id) => pathOn("linux", id, { env }))), [
    "/srv/claude/.claude.json",
    "/srv/codex/config.toml",
    "/srv/gemini/.gemini/settings.json",
    "/srv/config/zed/settings.json",
    "/srv/config/Claude/claude_desktop_config.json",
    "/srv/config/Code/User/mcp.json",
  ]);
});

Deno.test("Claude Code that has a folder but no file yet is installed", async () => {
  const machine = machineWith("darwin", { present: ["/Users/ada/.claude"] });
  assert.equal(await clientOf("claude-code")!.isInstalled(machine), true);
});
