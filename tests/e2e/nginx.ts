/** An nginx of the test's own, with TLS, as README tells administrators to set it up. */

import assert from "node:assert/strict";
import { createFolder } from "../support/folder.ts";
import { Running } from "../support/program.ts";
import { closedPort } from "./kimais.ts";

/** The name in README's configuration. */
export const publicName = "mcp.example.com";

/** Debian keeps nginx where only root looks for programs. */
const PATH = `${Deno.env.get("PATH") ?? ""}:/usr/sbin`;

/** What is needed and is not there. */
export const missing = await (async () => {
  const [nginx, openssl] = await Promise.all([
    isThere("nginx", "-v"),
    isThere("openssl", "version"),
  ]);
  return [!nginx && "nginx", !openssl && "openssl"].filter((name) => name !== false);
})();

async function isThere(command: string, argument: string): Promise<boolean> {
  const looked = new Deno.Command(command, { args: [argument], env: { PATH }, stderr: "null" });
  return await looked.output().then(({ success }) => success, () => false);
}

/** A test that is skipped, and says so, where there is no nginx. */
export function nginxTest(name: string, fn: () => Promise<void>): void {
  Deno.test({
    name: missing.length > 0 ? `${name} (skipped: no ${missing.join(" and no ")})` : name,
    ignore: missing.length > 0,
    fn,
  });
}

/** A proxy before a server. */
export interface Proxy extends AsyncDisposable {
  port: number;
  /** The certificate that clients have to trust, in PEM; for the public name and for localhost. */
  certificate: string;
}

/** What an administrator may do in another way than README has it. */
export interface Variation {
  /** As where another proxy stands before this one. */
  appends?: boolean;
  /** Towards clients. */
  http2?: boolean;
}

/** Starts nginx on a free port of this machine, before a server on port `to`. */
export async function startNginx(
  { to, appends, http2 }: Variation & { to: number },
): Promise<Proxy> {
  const folder = await createFolder();
  const [key, certificate] = [`${folder.path}/privkey.pem`, `${folder.path}/fullchain.pem`];
  await makeCertificate(key, certificate);
  const port = closedPort();
  const site = replaced(await readmeConfiguration(), {
    "listen 443 ssl;": `listen 127.0.0.1:${port} ssl${http2 ? " http2" : ""};`,
    "server 127.0.0.1:8000;": `server 127.0.0.1:${to};`,
    "/etc/ssl/mcp.example.com/fullchain.pem": certificate,
    "/etc/ssl/mcp.example.com/privkey.pem": key,
    ...(appends && { "For $remote_addr;": "For $proxy_add_x_forwarded_for;" }),
  });
  const file = `${folder.path}/nginx.conf`;
  await Deno.writeTextFile(file, around(folder.path, site));
  const args = ["-e", "stderr", "-p", folder.path, "-c", file];
  const running = new Running({ command: "nginx", args, env: { PATH } });
  // Said once it listens.
  await running.until(() => running.stderr.includes("event method") || undefined);
  return {
    port,
    certificate: await Deno.readTextFile(certificate),
    [Symbol.asyncDispose]: async () => {
      running.signal("SIGTERM");
      await running[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** A `fetch` for which the public name leads to a proxy, and nothing else leads anywhere. */
export function openPublicName({ port, certificate }: Proxy): Disposable & { fetch: typeof fetch } {
  const client = Deno.createHttpClient({ caCerts: [certificate] });
  return {
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const { origin, pathname, search } = new URL(request.url);
      assert.equal(origin, `https://${publicName}`);
      const { method, signal, redirect } = request;
      const headers = new Headers(request.headers);
      headers.set("Host", publicName);
      const body = request.body ? await request.arrayBuffer() : undefined;
      const address = `https://localhost:${port}${pathname}${search}`;
      return await fetch(address, { method, headers, body, signal, redirect, client });
    },
    [Symbol.dispose]: () => client.close(),
  };
}

/** The configuration that README shows. */
async function readmeConfiguration(): Promise<string> {
  const readme = await Deno.readTextFile(new URL("../../README.md", import.meta.url));
  const block = /^```nginx\n(.*?)^```$/ms.exec(readme)?.[1];
  assert(block, "README has no block of nginx");
  return block;
}

function replaced(text: string, changes: Record<string, string>): string {
  for (const [from, to] of Object.entries(changes)) {
    assert.equal(text.split(from).length, 2, `"${from}" is not once in README's configuration`);
    text = text.replace(from, () => to);
  }
  return text;
}

/** What the distribution's own file has around a site, in one process that writes nowhere but into its folder. */
function around(folder: string, site: string): string {
  const kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const temporary = kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join("\n");
  return `daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log stderr notice;
events { worker_connections 200; }
http {
access_log off;
${temporary}
${site}
}
`;
}

async function makeCertificate(key: string, certificate: string): Promise<void> {
  // deno-fmt-ignore
  const args = [
    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
    "-subj", `/CN=${publicName}`, "-addext", `subjectAltName=DNS:${publicName},DNS:localhost`,
    "-addext", "basicConstraints=critical,CA:FALSE", "-keyout", key, "-out", certificate,
  ];
  const { success } = await new Deno.Command("openssl", { args, stderr: "null" }).output();
  assert(success, "openssl made no certificate");
}
