/** The started program as a client meets it: over stdin and stdout, or over HTTP with a static token. */

import {
  type Kind,
  overHttp,
  overStdio,
  type Person,
  type TestClient,
} from "../support/clients.ts";
import { program, Running } from "../support/program.ts";

export type Way = "stdio" | "http";
export const ways: readonly Way[] = ["stdio", "http"];

/** What is offered is what the golden files show. */
export const toolNames =
  (await Array.fromAsync(Deno.readDir(new URL("../golden/", import.meta.url))))
    .map((file) => file.name.replace(".json", "")).sort();

/** The token of every server that tests start. */
export const serverToken = "a-token-for-tests-0123456789";

/** How the program is started. */
export interface Started {
  args?: string[];
  env?: Record<string, string>;
}

/** Starts the program this way and connects a client; both end with the block that holds it. */
export async function reach(
  way: Way,
  { args = [], env = {} }: Started,
  kind: Kind,
  person?: Person,
): Promise<TestClient> {
  if (way === "stdio") return await overStdio(program(args, env), kind, person);
  const server = await serveHttp({ args, env });
  const client = await overHttp({ url: server.url, token: serverToken, person }, kind);
  return {
    ...client,
    [Symbol.asyncDispose]: async () => {
      await client[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** A program that serves HTTP. */
export interface HttpServer extends AsyncDisposable {
  /** Of `/mcp`. */
  url: string;
  running: Running;
}

/** Starts the program on a free port and waits until it serves. */
export async function serveHttp({ args = [], env = {} }: Started): Promise<HttpServer> {
  const defaults = { MCP_SERVER_TOKEN: serverToken, RATE_LIMIT_RPM: "0" };
  const running = new Running(program(["--http", "--port=0", ...args], { ...defaults, ...env }));
  const url = await running.until(() =>
    /"Serving Streamable HTTP".*?"url":"([^"]+)"/.exec(running.stderr)?.[1]
  );
  return { url, running, [Symbol.asyncDispose]: () => running[Symbol.asyncDispose]() };
}
