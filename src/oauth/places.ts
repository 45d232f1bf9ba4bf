/** Who asks, and where a code would go, as people are shown it. */

import { html } from "hono/html";
import type { Client } from "./model.ts";
import { shownName } from "./names.ts";
import { redirectHostOf } from "./redirect_uris.ts";
import type { Markup, Words } from "./words.ts";

/** Where a code goes: to a site, to a program on this computer, or to an app that opens links of its own. */
export interface Place {
  kind: "site" | "computer" | "app";
  /** As `redirectHostOf` has it: a host, or an app's scheme. */
  host: string;
}

/** @param host as `redirectHostOf` has it */
export function placeOf(host: string): Place {
  if (host.endsWith(":")) return { kind: "app", host };
  const isHere = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/.test(host);
  return { kind: isHere ? "computer" : "site", host };
}

/** A place as it stands in a sentence and in a list. */
export function placeName({ kind, host }: Place, words: Words): string {
  if (kind === "site") return host;
  return kind === "computer" ? words.thisComputer(host) : words.appOnDevice(host);
}

/** Who asks, and where they want the person to be sent. */
export interface Asking {
  name?: string;
  /** The administrator named it. What others say of themselves is nobody's word. */
  isKnown: boolean;
  place: Place;
  /** The host of the document that describes it. */
  describedBy?: string;
  /** All that it may be sent to is on this computer. */
  isProgram: boolean;
}

export function askingOf(client: Client, redirectUri: string): Asking {
  const places = client.redirectUris.map((uri) => placeOf(redirectHostOf(uri)));
  return {
    name: shownName(client.name),
    isKnown: client.origin === "configured",
    place: placeOf(redirectHostOf(redirectUri)),
    describedBy: client.origin === "document" ? new URL(client.id).host : undefined,
    isProgram: places.every(({ kind }) => kind === "computer"),
  };
}

/** A name between quotes, so that it cannot go on as our own sentence; apart, because it may run the other way. */
export function nameMarkup(name: string | undefined, words: Words): Markup {
  return name === undefined ? html`${words.unnamed}` : words.quoted(html`<bdi>${name}</bdi>`);
}
