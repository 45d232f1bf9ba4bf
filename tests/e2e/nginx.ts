/** An nginx of the test's own, with TLS, as `kimai-mcp print nginx` tells administrators to set it up. */

import assert from "node:assert/strict";
import { nginx } from "../../src/cli/print/nginx.ts";
import { printOrder } from "../cli/print/support.ts";
import type { Certificate } from "../support/certificate.ts";
import { createFolder } from "../support/folder.ts";
import { missingOf, PATH, programTest } from "../support/installed.ts";
import { Running } from "../support/program.ts";
import type { Proxy } from "./behind.ts";
import { closedPort } from "./kimais.ts";

/** The name in the configuration. */
export const publicName = "mcp.example.com";

const needed = ["nginx", "openssl"];

/** What is needed and is not there. */
export const missing = missingOf(needed);

/** A test that is skipped, and says so, where there is no nginx. */
export function nginxTest(name: string, fn: () => Promise<void>): void {
  programTest(needed, name, fn);
}

/** What an administrator may do in another way than it is printed. */
export interface Variation {
  /** As where another proxy stands before this one. */
  appends?: boolean;
  /** Towards clients. */
  http2?: boolean;
  /** One that is free unless given. */
  port?: number;
  /** Instead of one that may be trusted as it is. */
  certificate?: Certificate;
  /** Other changes to the configuration, each of a text that stands there once. */
  changes?: Record<string, string>;
}

/** Starts nginx on a free port of this machine, before a server on port `to`. */
export async function startNginx(
  { to, appends, http2, port = closedPort(), changes, certificate: given }: Variation & {
    to: number;
  },
): Promise<Proxy & { certificate: string }> {
  const folder = await createFolder();
  const [key, certificate] = [`${folder.path}/privkey.pem`, `${folder.path}/fullchain.pem`];
  if (given) await writeCertificate(given, key, certificate);
  else await makeCertificate(key, certificate);
  const site = replaced(await nginx.render(await printOrder()), {
    "listen 443 ssl;": `listen 127.0.0.1:${port} ssl${http2 ? " http2" : ""};`,
    "server 127.0.0.1:8000;": `server 127.0.0.1:${to};`,
    "/etc/ssl/mcp.example.com/fullchain.pem": certificate,
    "/etc/ssl/mcp.example.com/privkey.pem": key,
    ...(appends && { "For $remote_addr;": "For $proxy_add_x_forwarded_for;" }),
    ...changes,
  });
  const file = `${folder.path}/nginx.conf`;
  await Deno.writeTextFile(file, around(folder.path, site));
  const args = ["-e", "stderr", "-p", folder.path, "-c", file];
  const running = new Running({ command: "nginx", args, env: { PATH } });
  // Said once it listens.
  await running.until(() => running.stderr.includes("event method") || undefined);
  return {
    port,
    origin: `https://localhost:${port}`,
    certificate: await Deno.readTextFile(certificate),
    [Symbol.asyncDispose]: async () => {
      running.signal("SIGTERM");
      await running[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** What `nginx -t` says of a site, whose certificate is wherever the site wants it. */
export async function checkSite(site: string): Promise<{ success: boolean; said: string }> {
  await using folder = await createFolder();
  const [key, certificate] = [`${folder.path}/privkey.pem`, `${folder.path}/fullchain.pem`];
  await makeCertificate(key, certificate);
  const placed = site.replace(/(?<=^ *ssl_certificate ).*(?=;$)/m, () => certificate)
    .replace(/(?<=^ *ssl_certificate_key ).*(?=;$)/m, () => key);
  const file = `${folder.path}/nginx.conf`;
  await Deno.writeTextFile(file, around(folder.path, placed));
  const args = ["-t", "-e", "stderr", "-p", folder.path, "-c", file];
  const { success, stderr } = await new Deno.Command("nginx", { args, env: { PATH } }).output();
  return { success, said: new TextDecoder().decode(stderr) };
}

/** A `fetch` for which the public name leads to a proxy, and nothing else leads anywhere. */
export function openPublicName(
  { port, certificate }: { port: number; certificate: string },
): Disposable & { fetch: typeof fetch } {
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

function replaced(text: string, changes: Record<string, string>): string {
  for (const [from, to] of Object.entries(changes)) {
    assert.equal(text.split(from).length, 2, `"${from}" is not once in the configuration`);
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

async function writeCertificate(
  { key, cert }: Certificate,
  keyFile: string,
  certificateFile: string,
): Promise<void> {
  await Deno.writeTextFile(keyFile, key, { mode: 0o600 });
  await Deno.writeTextFile(certificateFile, cert);
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
