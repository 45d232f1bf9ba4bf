/** A home of a test's own, in which `setup` finds and connects assistants. */

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Client, type ClientId, clients } from "../../src/cli/setup/clients.ts";
import { machineOf } from "../../src/cli/setup/machine.ts";
import { servingPermissions } from "../../src/cli/setup/launch.ts";
import { secretPath } from "../../src/cli/setup/secret_file.ts";
import { createFolder } from "../support/folder.ts";
import type { Start } from "../support/clients.ts";
import { emptySystem } from "../support/command.ts";
import { type Finished, program, run } from "../support/program.ts";

/** What keeps modules that are there already: the program's home is another one here. */
const { denoDir } = JSON.parse(
  new TextDecoder().decode(
    (await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output()).stdout,
  ),
) as { denoDir: string };

/** How the program under test is started again. */
export const ownLaunch: { command: string; args: string[] } = launchUnderTest();

function launchUnderTest(): { command: string; args: string[] } {
  const { command } = program();
  if (Deno.env.has("KIMAI_MCP_BIN")) return { command: Deno.realPathSync(command), args: [] };
  const entry = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
  return { command, args: ["run", ...servingPermissions, entry] };
}

/** A home without anything in it. */
export interface Home extends AsyncDisposable {
  /** Where an assistant keeps its servers. */
  fileOf(id: ClientId): Promise<string>;
  /** Writes that file, its folders as well. */
  put(id: ClientId, text: string): Promise<void>;
  read(id: ClientId): Promise<string>;
  /** The variables that make it the home. */
  env: Record<string, string>;
  /** The file of ours with the token. */
  tokenFile: string;
  /** All files by path, from the home on. */
  files(): Promise<Record<string, string>>;
  start(args: readonly string[], env?: Record<string, string>): Start;
  setup(args: readonly string[], options?: { stdin?: string; env?: Env }): Promise<Finished>;
}

type Env = Record<string, string>;

/** Makes a home, which is gone with the block that holds it. */
export async function createHome(): Promise<Home> {
  const folder = await createFolder();
  // Deno, and so the program, knows folders by their real names.
  const home = await Deno.realPath(folder.path);
  const env: Env = {
    HOME: home,
    USERPROFILE: home,
    APPDATA: join(home, "AppData", "Roaming"),
    LOCALAPPDATA: join(home, "AppData", "Local"),
    XDG_CONFIG_HOME: join(home, ".config"),
    CLAUDE_CONFIG_DIR: "",
    CODEX_HOME: "",
    GEMINI_CLI_HOME: "",
    DENO_DIR: denoDir,
  };
  const machine = machineOf({
    ...emptySystem,
    env: (name) => env[name],
    windows: Deno.build.os === "windows",
  });
  const fileOf = async (id: ClientId) => await clientOf(id).configPath(machine);
  const start = (args: readonly string[], more: Env = {}) =>
    program(["setup", ...args], { ...env, ...more });
  return {
    env,
    fileOf,
    async put(id, text) {
      const file = await fileOf(id);
      await Deno.mkdir(join(file, ".."), { recursive: true });
      await Deno.writeTextFile(file, text);
    },
    read: async (id) => await Deno.readTextFile(await fileOf(id)),
    tokenFile: secretPath(machine, "kimai_api_token"),
    files: () => filesBelow(home),
    start,
    setup: (args, { stdin = "", env: more } = {}) => run(start(args, more), stdin),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

function clientOf(id: ClientId): Client {
  return clients.find((client) => client.id === id)!;
}

async function filesBelow(folder: string, prefix = ""): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for await (const { name, isDirectory } of Deno.readDir(join(folder, prefix))) {
    const path = join(prefix, name);
    if (isDirectory) Object.assign(files, await filesBelow(folder, path));
    else files[path] = await Deno.readTextFile(join(folder, path));
  }
  return files;
}
