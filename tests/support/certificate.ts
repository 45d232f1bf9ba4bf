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
    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
    "-subj", `/CN=${hosts[0]}`, "-addext", `subjectAltName=${names}`,
    "-addext", "basicConstraints=critical,CA:FALSE", "-keyout", key, "-out", cert,
  ];
  try {
    const { success } = await new Deno.Command("openssl", { args, stderr: "null" }).output();
    if (!success) return undefined;
    return { key: await Deno.readTextFile(key), cert: await Deno.readTextFile(cert) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
