/** The started program with people who sign in to it, each as themselves in an embedded Kimai, and their browsers. */

import { createDemoKimai } from "../../src/connectors/kimai/demo/mod.ts";
import { Browser, type Fetch, type Page } from "../support/browser.ts";
import { createFolder } from "../support/folder.ts";
import type { Running } from "../support/program.ts";
import { serve } from "./kimais.ts";
import { type HttpServer, serveHttp, type Started } from "./ways.ts";

/** Who can sign in, with their secrets; Kimai knows them under the same names. */
export const secrets = { lena: "the secret of lena", ben: "the secret of ben" };
type Name = keyof typeof secrets;

/** The program, which may be another process after a while; it ends with the block that holds it. */
export interface Office extends AsyncDisposable {
  /** Of `/mcp`. */
  readonly url: string;
  readonly running: Running;
  /** Replaces who can sign in, and waits until the program has heard of it. */
  setSecrets(secrets: Record<string, string>): Promise<void>;
  /** Ends the program and starts it again where it was. */
  restart(): Promise<void>;
}

/** Starts it with those people. */
export async function servePeople({ args = [], env = {} }: Started = {}): Promise<Office> {
  const { fetch: demo, tokens } = createDemoKimai();
  await using begun = new AsyncDisposableStack();
  const kimai = begun.use(serve((request) => demo(request)));
  const folder = begun.use(await createFolder());
  const file = `${folder.path}/users.json`;
  const write = async (secrets: Record<string, string>) => {
    const entries = Object.entries(secrets).map(([name, auth_secret]) => [name, {
      kimai_url: kimai.url,
      kimai_token: tokens[name],
      auth_secret,
    }]);
    await Deno.writeTextFile(file, JSON.stringify(Object.fromEntries(entries)), { mode: 0o600 });
  };
  await write(secrets);
  const start = (port: string): Promise<HttpServer> =>
    serveHttp({
      args: [`--port=${port}`, `--users-config=${file}`, ...args],
      env: { MCP_SERVER_TOKEN: "", ...env },
    });
  let server = await start("0");
  begun.defer(() => server[Symbol.asyncDispose]());
  const rest = begun.move();
  return {
    get url() {
      return server.url;
    },
    get running() {
      return server.running;
    },
    setSecrets: async (secrets) => {
      const { running } = server;
      const times = () => running.stderr.split('"Accounts read anew"').length;
      const before = times();
      await write(secrets);
      running.signal("SIGHUP");
      await running.until(() => times() > before || undefined);
    },
    restart: async () => {
      const port = /"listening":"[^"]+:(\d+)"/.exec(server.running.stderr)![1];
      server.running.signal("SIGTERM");
      await server.running.ended;
      server = await start(port);
    },
    [Symbol.asyncDispose]: () => rest.disposeAsync(),
  };
}

/** A browser of somebody's own. */
export function openBrowser(url: string, through: Fetch = fetch): Browser {
  return new Browser(through, new URL(url).origin);
}

/** What somebody does on the pages. */
export interface Decision {
  /** What they sign in with; theirs unless given. */
  secret?: string;
  /** Of those that are asked for; all unless given. */
  scopes?: string[];
  /** The button at the end. */
  button?: "Allow" | "Deny";
}

/** Goes where an app sent somebody, signs in where that is asked, and decides. @returns where that leads */
export async function decide(
  browser: Browser,
  asked: URL,
  name: string,
  { secret = secrets[name as Name], scopes, button = "Allow" }: Decision = {},
): Promise<Page> {
  const first = await browser.open(asked.href);
  const page = first.url.includes("/oauth/login")
    ? await first.submit({ username: name, secret })
    : first;
  return await page.submit(scopes ? { scope: scopes } : {}, button);
}
