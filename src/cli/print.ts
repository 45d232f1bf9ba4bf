/** `kimai-mcp print`: ready files for running the server, made from this version and these settings. */

import config from "../../deno.json" with { type: "json" };
import { nearest } from "../lib/distance.ts";
import { FileError, writeAtomically } from "../lib/atomic_file.ts";
import { UserError } from "../mcp/errors.ts";
import {
  flag,
  listed,
  namesOf,
  type SettingRows,
  type Sources,
  text,
  title,
} from "../settings/table.ts";
import { columns } from "./columns.ts";
import type { Command, CommandContext } from "./command.ts";
import { complain, print as say } from "./output.ts";
import type { Artifact, PrintOrder } from "./print/artifact.ts";
import { styled } from "./terminal.ts";

/** What can be printed, by name; loaded when it is needed. */
export const artifacts: Record<string, () => Promise<Artifact>> = {
  systemd: async () => (await import("./print/systemd.ts")).systemd,
  compose: async () => (await import("./print/compose.ts")).compose,
  nginx: async () => (await import("./print/nginx.ts")).nginx,
  caddy: async () => (await import("./print/caddy.ts")).caddy,
  traefik: async () => (await import("./print/traefik.ts")).traefik,
  env: async () => (await import("./print/env.ts")).env,
  users: async () => (await import("./print/users.ts")).users,
  kubernetes: async () => (await import("./print/kubernetes.ts")).kubernetes,
  "claude-desktop": async () => (await import("./print/claude_desktop.ts")).claudeDesktop,
  "mcpb-manifest": async () => (await import("./print/mcpb_manifest.ts")).manifest,
  "server-json": async () => (await import("./print/server_json.ts")).serverJson,
};

/** What only `server-json` is made from; part of an order, unlike how a file is written. */
export const releaseRows = {
  repository: {
    type: text(),
    env: false as const,
    help: "Repository at GitHub whose releases server-json names",
    placeholder: "URL",
  },
  checksums: {
    type: text(),
    env: false as const,
    help: "SHA256SUMS of the release that server-json names",
    placeholder: "FILE",
  },
} satisfies SettingRows;

const rows = {
  output: {
    type: text(),
    env: false as const,
    help: "Write what is printed to this file, which must not be there yet",
    placeholder: "FILE",
  },
  force: {
    type: flag(false),
    env: false as const,
    help: "Replace that file if it is there",
  },
} satisfies SettingRows;

export const print: Command = {
  usage: "print [WHAT]",
  summary: "Print a ready file for this version and these settings, or what there is",
  words: Object.keys(artifacts),
  rows: { ...rows, ...releaseRows },
  async run(context) {
    const { words: [what, ...rest], settings } = context;
    const wrong = wrongUsage(what, rest);
    if (wrong) {
      complain(wrong);
      return 2;
    }
    if (what === undefined) {
      say(await overview());
      return 0;
    }
    try {
      const artifact = await artifacts[what]();
      const rendered = await artifact.render(orderOf(context));
      const { output, force } = settings as { output?: string; force?: boolean };
      if (output === undefined) {
        say(rendered);
        hint(`It belongs in ${artifact.file}`);
      } else {
        await save(output, rendered, { force, isPrivate: artifact.isPrivate });
        hint(`Wrote ${output}, which belongs in ${artifact.file}`);
      }
      return 0;
    } catch (error) {
      if (!(error instanceof UserError || error instanceof FileError)) throw error;
      complain(error.message);
      return 1;
    }
  },
};

function wrongUsage(what: string | undefined, rest: readonly string[]): string | undefined {
  if (rest.length > 0) return `Cannot use "${rest.join(" ")}": print takes one word`;
  if (what === undefined || Object.hasOwn(artifacts, what)) return undefined;
  const names = Object.keys(artifacts);
  const near = nearest(what, names);
  return `Cannot print "${what}": ${near ? `did you mean ${near}?` : `choose ${listed(names)}`}`;
}

async function overview(): Promise<string> {
  const lines = Object.entries(artifacts).map(async ([name, load]) => {
    const { summary, file } = await load();
    return [name, summary, file];
  });
  return columns([["What", "", "Belongs in"], ...await Promise.all(lines)]).join("\n");
}

/** To stderr: what is printed may be on its way into a file. */
function hint(sentence: string): void {
  complain(styled("dim", sentence, "stderr"));
}

/**
 * What a file is made from, without secrets.
 * @throws {UserError} for a value that must not stand in a file: with a control character or a password in it
 */
export function orderOf(
  { settings, rows: all, sources, system, catalogue }: Pick<
    CommandContext,
    "settings" | "rows" | "sources" | "system" | "catalogue"
  >,
): PrintOrder {
  const server = Object.fromEntries(Object.entries(all).filter(([key]) => !(key in rows)));
  const texts = textsIn(server, sources);
  const open = Object.entries(server).filter(([, row]) => !row.secret).map(([key]) => key);
  return {
    version: config.version,
    settings: Object.fromEntries(open.map((key) => [key, settings[key]])),
    explicit: new Set(texts.keys()),
    given: new Map(open.filter((key) => texts.has(key)).map((key) => [key, texts.get(key)!])),
    rows: server,
    system,
    catalogue,
  };
}

/** What somebody wrote, by key. A variable of other programs that means nothing here was not meant for us. */
function textsIn(server: SettingRows, { values }: Sources): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [key, row] of Object.entries(server)) {
    const found = values.get(key);
    if (!found || !row.type.safeParse(found.text).success) continue;
    const why = row.secret ? undefined : reasonAgainst(found.text);
    if (why) {
      const names = title(namesOf(key, row));
      throw new UserError(`Cannot print the value of ${names} from ${found.from}: ${why}`);
    }
    texts.set(key, found.text);
  }
  return texts;
}

/** Why a value must not stand in a file. The value itself is never shown. */
function reasonAgainst(text: string): string | undefined {
  // deno-lint-ignore no-control-regex
  if (/[\x00-\x1f\x7f-\x9f\u2028\u2029]/.test(text) || !text.isWellFormed()) {
    return "there is a line break or another control character in it";
  }
  return /:\/\/[^/?#]*@/.test(text) ? "there is a user name or password in it" : undefined;
}

interface Saving {
  force?: boolean;
  isPrivate?: boolean;
}

/** @throws {FileError} when the file is there already and is not to be replaced, or cannot be written */
async function save(path: string, text: string, { force, isPrivate }: Saving): Promise<void> {
  const isThere = await Deno.lstat(path).then(() => true, () => false);
  if (isThere && !force) {
    throw new FileError(
      `Cannot write ${JSON.stringify(path)}: it is there already, add --force to replace it`,
    );
  }
  await writeAtomically(path, text, { keepMode: true });
  // Who reads it is seldom who wrote it: Caddy, for one, has an account of its own.
  if (!isThere && !isPrivate && Deno.build.os !== "windows") await Deno.chmod(path, 0o644);
}
