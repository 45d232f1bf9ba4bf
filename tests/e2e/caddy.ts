/** A Caddy of the test's own, without TLS, as `kimai-mcp print caddy` tells administrators to set it up. */

import assert from "node:assert/strict";
import { caddy } from "../../src/cli/print/caddy.ts";
import { printOrder } from "../cli/print/support.ts";
import { createFolder } from "../support/folder.ts";
import { PATH } from "../support/installed.ts";
import { Running } from "../support/program.ts";
import type { Proxy } from "./behind.ts";
import { closedPort } from "./kimais.ts";

/** Starts Caddy on a free port of this machine, before a server on port `to`. */
export async function startCaddy(to: number): Promise<Proxy> {
  const folder = await createFolder();
  const port = closedPort();
  const origin = `http://127.0.0.1:${port}`;
  const file = `${folder.path}/Caddyfile`;
  await Deno.writeTextFile(
    file,
    replaced(await caddy.render(await printOrder()), {
      "\n{\n": "\n{\n\tadmin off\n",
      "\nmcp.example.com {\n": `\n${origin} {\n\tbind 127.0.0.1\n`,
      "127.0.0.1:8000": `127.0.0.1:${to}`,
    }),
  );
  const args = ["run", "--config", file, "--adapter", "caddyfile"];
  const running = new Running({ command: "caddy", args, env: environment(folder.path) });
  // Said once it listens.
  await running.until(() => running.stderr.includes("serving initial configuration") || undefined);
  return {
    port,
    origin,
    [Symbol.asyncDispose]: async () => {
      running.signal("SIGTERM");
      await running[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** What `caddy validate` says of a Caddyfile. It makes no certificate and writes into its folder alone. */
export async function validate(caddyfile: string): Promise<{ success: boolean; said: string }> {
  await using folder = await createFolder();
  const file = `${folder.path}/Caddyfile`;
  await Deno.writeTextFile(file, caddyfile);
  const args = ["validate", "--config", file, "--adapter", "caddyfile"];
  const env = environment(folder.path);
  const { success, stderr } = await new Deno.Command("caddy", { args, env }).output();
  return { success, said: new TextDecoder().decode(stderr) };
}

function environment(folder: string): Record<string, string> {
  return { PATH, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
}

function replaced(text: string, changes: Record<string, string>): string {
  for (const [from, to] of Object.entries(changes)) {
    assert.equal(text.split(from).length, 2, `"${from}" is not once in the Caddyfile`);
    text = text.replace(from, () => to);
  }
  return text;
}
