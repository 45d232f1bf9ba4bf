/** The address under which clients reach the server. */

import { SettingsError } from "./table.ts";

/**
 * Reads `--public-url`; without one it is this machine's own address.
 * @param port that is listened on
 * @throws {SettingsError} for what is no http address (exit code 2), or one that would send tokens over the net
 * in clear (1)
 */
export function readPublicUrl(text: string | undefined, port: number): URL {
  const given = text ?? `http://localhost:${port}`;
  const url = URL.parse(given);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw cannotUse(given, "write it like https://mcp.example.com", 2);
  }
  if (/[@?#]/.test(given)) {
    throw cannotUse(given, "leave out user, password, query and fragment", 2);
  }
  if (url.protocol === "http:" && !isLocal(url.hostname)) {
    throw cannotUse(given, "it must be https, because clients send tokens there", 1);
  }
  return url;
}

function cannotUse(given: string, why: string, exitCode: 1 | 2): SettingsError {
  // There may be a password in it.
  const what = /[@?#]/.test(given) ? "what was given" : `"${given}"`;
  const sentence = `Cannot use ${what} as --public-url (KIMAI_MCP_PUBLIC_URL): ${why}`;
  return new SettingsError([sentence], exitCode);
}

function isLocal(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" ||
    /^127\.\d+\.\d+\.\d+$/.test(host);
}
