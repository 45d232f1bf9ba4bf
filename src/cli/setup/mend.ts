/** What people type and paste, put right where it is clear what they mean, else refused with a sentence. */

import { namesOf, type Setting, title } from "../../settings/table.ts";

/** The value to use, or why there is none, as a sentence that never shows a secret. */
export type Mended = { text: string } | { problem: string };

/**
 * A value for a row as somebody gave it. An address gets its scheme and loses what follows the pages' own
 * path (`/api`, slashes, query); a secret loses quotes and the word `Bearer` in front.
 */
export function mend(key: string, row: Setting, given: string): Mended {
  const text = given.trim().replace(/^(["'`])(.*)\1$/s, "$2").trim();
  const name = title(namesOf(key, row));
  if (text === "") return { problem: `${name} is empty` };
  if (row.secret) return mendSecret(text, name);
  if (row.placeholder === "URL") return mendAddress(text, name);
  const { success, error } = row.type.safeParse(text);
  if (success) return { text };
  const why = error.issues.map(({ message }) => message).join(", ");
  return { problem: `Cannot use ${JSON.stringify(text)} as ${name}: ${why}` };
}

function mendSecret(given: string, name: string): Mended {
  const text = given.replace(/^Bearer\s+/i, "");
  if (/^[!-~]+$/.test(text)) return { text };
  return {
    problem: `What was given as ${name} has blanks or foreign letters in it: copy it again`,
  };
}

function mendAddress(given: string, name: string): Mended {
  // There may be a password in front of an @, and a secret in a query.
  const shown = /[@?#]/.test(given) ? "what was given" : JSON.stringify(given);
  const refused = (why: string) => ({ problem: `Cannot use ${shown} as ${name}: ${why}` });
  if (/\s/.test(given)) return refused("it has blanks in it");
  const url = URL.parse(withScheme(given));
  if (!url || !/^https?:$/.test(url.protocol)) return refused("it is no http or https address");
  if (url.username || url.password) return refused("it has a user name or password in it");
  url.pathname = url.pathname.replace(/(?:\/+api)*\/*$/, "");
  url.search = url.hash = "";
  return { text: url.href.replace(/\/$/, "") };
}

function withScheme(address: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(address)) return address;
  const isLocal = /^(?:localhost|127\.[\d.]+|\[::1\])(?::|\/|$)/i.test(address);
  return `${isLocal ? "http" : "https"}://${address}`;
}
