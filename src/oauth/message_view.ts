// No test of its own: tests/oauth/page_endpoint_test.ts and those of the endpoints read the pages.
/** Pages that tell something and offer at most one way on. */

import { html } from "hono/html";
import type { Tongue } from "./languages.ts";
import type { Page } from "./pages.ts";
import { type Place, placeName } from "./places.ts";
import type { Words } from "./words.ts";

/** Why somebody cannot go on, by the words that say so. */
export type Fault = "over" | "foreign" | "method" | "large" | "full";

export function faultPage(fault: Fault): (tongue: Tongue) => Page {
  return ({ words }) => ({
    title: words[`${fault}Title`],
    body: html`
      <p>${words[fault]}</p>
      <p class="quiet">${words[`${fault}Hint`]}</p>
    `,
  });
}

/** A request that no person can mend. @param why what OAuth says of it, for developers and so in English */
export function refusedPage(why: string, onward?: { place: Place; href: string }) {
  return ({ words }: Tongue): Page => ({
    title: words.refusedTitle,
    body: html`
      <p>${words.refused}</p>
      <div class="note bad">
        <p lang="en">${why}</p>
      </div>
      ${onward && wayOn(onward, words)}
    `,
  });
}

function wayOn({ place, href }: { place: Place; href: string }, words: Words) {
  const name = html`<strong>${placeName(place, words)}</strong>`;
  return html`
    <p class="quiet">${words.onwardTo(name)}</p>
    <p><a class="button" rel="noreferrer" href="${href}">${words.onward}</a></p>
  `;
}

/** Leads to an app's own scheme: the window stays, so it says that nothing is left to do. */
export function backPage(href: string): (tongue: Tongue) => Page {
  return ({ words }) => ({
    title: words.backTitle,
    onward: href,
    body: html`
      <p>${words.back}</p>
      <p><a class="button primary" href="${href}">${words.openApp}</a></p>
      <p class="quiet">${words.closeWindow}</p>
    `,
  });
}
