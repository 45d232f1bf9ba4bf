/** The address of the settings, for files that make it known to everybody. */

import { isIP } from "node:net";
import { UserError } from "../../mcp/errors.ts";
import { readPublicUrl } from "../../settings/public_url.ts";
import type { PrintOrder } from "./artifact.ts";

const example = "https://mcp.example.com";

/**
 * `--public-url`, or an example to be replaced where it was not given.
 * @throws {UserError} for one without https or with an address in place of a name
 * @throws {SettingsError} for one that nobody can serve under
 */
export function publicAddress({ given, settings }: PrintOrder): URL {
  const text = given.get("public_url") ?? example;
  const url = readPublicUrl(text, settings.port as number);
  const isNamed = isIP(url.hostname.replace(/^\[(.*)\]$/, "$1")) === 0;
  if (url.protocol === "https:" && isNamed) return url;
  throw new UserError(
    `Cannot print this for --public-url "${text}": give a name that everybody can reach, like ${example}`,
  );
}
