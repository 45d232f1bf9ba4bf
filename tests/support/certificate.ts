/** Certificates for servers of tests. */

import { join } from "node:path";
import { createFolder } from "./folder.ts";

/** In PEM. */
export interface Certificate {
  key: string;
  cert: string;
}

/** Makes a self-signed certificate for some host names, which may be trusted as it is; undefined where there is no openssl. */
export async function createCertificate(...hosts: string[]): Promise<Certificate | undefined> {
  await using folder = await createFolder();
  const [key, cert] = ["key", "cert"].map((name) => join(folder.path, `${name}.pem`));
  const names = hosts.map((host) => `DNS:${host}`).join(",");
  // deno-fmt-ignore
  const args = [
    "req", "-x509", ...newKey, "-days", "2", "-subj", `/CN=${hosts[0]}`,
    "-addext", `subjectAltName=${names}`, "-addext", "basicConstraints=critical,CA:FALSE",
    "-keyout", key, "-out", cert,
  ];
  return await openssl(args) ? await pairIn(key, cert) : undefined;
}

const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/** What an authority writes into a certificate. */
export interface Issue {
  /** Host names, and IP addresses of version 4. */
  hosts: readonly string[];
  /** Days from now; since yesterday and for 90 days unless given. */
  from?: number;
  to?: number;
  /** May issue certificates itself; its name is then the first host. */
  isAuthority?: true;
}

/** Somebody who issues certificates. */
export interface Authority extends Certificate {
  /** Makes a certificate. Its `cert` is that alone, without the authority's own. */
  issue(issue: Issue): Promise<Certificate>;
}

/** Makes an authority of this name, or one below another; undefined where there is no openssl. */
export async function createAuthority(
  name: string,
  above?: Authority,
): Promise<Authority | undefined> {
  const own = above
    ? await above.issue({ hosts: [name], isAuthority: true })
    : await createRoot(name);
  return own && { ...own, issue: (issue) => issueBy(own, issue) };
}

async function createRoot(name: string): Promise<Certificate | undefined> {
  await using folder = await createFolder();
  const [key, cert] = ["key", "cert"].map((file) => join(folder.path, `${file}.pem`));
  // deno-fmt-ignore
  const args = [
    "req", "-x509", ...newKey, "-days", "365", "-subj", `/CN=${name}`,
    "-addext", "keyUsage=critical,keyCertSign,cRLSign", "-keyout", key, "-out", cert,
  ];
  return await openssl(args) ? await pairIn(key, cert) : undefined;
}

/** Only `openssl ca` lets both dates be chosen before OpenSSL 3.4. */
async function issueBy(
  authority: Certificate,
  { hosts, from = -1, to = 90, isAuthority }: Issue,
): Promise<Certificate> {
  await using folder = await createFolder();
  const path = (name: string) => join(folder.path, name);
  const names = hosts.map((host) => `${/^[\d.]+$/.test(host) ? "IP" : "DNS"}:${host}`).join(",");
  const extensions = isAuthority
    ? "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign"
    : `basicConstraints=critical,CA:FALSE\nsubjectAltName=${names}`;
  await Promise.all([
    Deno.writeTextFile(path("ca.key"), authority.key),
    Deno.writeTextFile(path("ca.pem"), authority.cert),
    Deno.writeTextFile(path("index.txt"), ""),
    Deno.writeTextFile(path("ca.cnf"), configuration(folder.path, extensions)),
  ]);
  // deno-fmt-ignore
  const commands = [
    ["req", "-new", ...newKey, "-subj", `/CN=${hosts[0]}`, "-keyout", path("key"), "-out", path("csr")],
    ["ca", "-batch", "-notext", "-config", path("ca.cnf"), "-in", path("csr"), "-out", path("cert"),
      "-startdate", inDays(from), "-enddate", inDays(to)],
  ];
  for (const args of commands) {
    if (!await openssl(args)) throw new Error(`openssl ${args[0]} failed`);
  }
  return await pairIn(path("key"), path("cert"));
}

function configuration(folder: string, extensions: string): string {
  return `[ca]
default_ca = own
[own]
database = ${folder}/index.txt
new_certs_dir = ${folder}
certificate = ${folder}/ca.pem
private_key = ${folder}/ca.key
rand_serial = yes
default_md = sha256
policy = any
x509_extensions = extensions
[any]
commonName = supplied
[extensions]
${extensions}
`;
}

/** `20261120090000Z` */
function inDays(days: number): string {
  const instant = Temporal.Now.instant().add({ hours: 24 * days });
  return `${instant.toString({ smallestUnit: "second" }).replace(/\D/g, "")}Z`;
}

async function pairIn(key: string, cert: string): Promise<Certificate> {
  return { key: await Deno.readTextFile(key), cert: await Deno.readTextFile(cert) };
}

async function openssl(args: string[]): Promise<boolean> {
  try {
    const options = { args, stdout: "null", stderr: "null" } as const;
    return (await new Deno.Command("openssl", options).output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
