/** The page on which somebody decides: who asks, where it leads, for what, and for how long. */

import { html, raw } from "hono/html";
import { durationIn, type Tongue } from "./languages.ts";
import type { Lifetimes, Scope } from "./model.ts";
import type { Page } from "./pages.ts";
import { type Asking, nameMarkup, placeName } from "./places.ts";
import type { Markup, Words } from "./words.ts";

export interface ConsentView {
  action: string;
  token: string;
  txn: string;
  asking: Asking;
  account: string;
  /** Asked for, in rising order; the first one cannot be left out. */
  scopes: readonly Scope[];
  /** Scopes that are ticked; all unless given. */
  ticked?: readonly string[];
  lifetimes: Lifetimes;
  /** Where somebody signs in with another account, and where they see what they allowed. */
  links: { login: string; account: string };
}

export function consentPage(view: ConsentView): (tongue: Tongue) => Page {
  return (tongue) => ({
    title: tongue.words.allowTitle,
    body: html`
      ${whoAsks(view.asking, tongue.words)}
      ${facts(view, tongue.words)}
      ${warning(view.asking, tongue.words)}
      <form method="post" action="${view.action}">
        ${guardOfEnter}
        <input type="hidden" name="token" value="${view.token}">
        <input type="hidden" name="txn" value="${view.txn}">
        ${scopeBoxes(view, tongue)}
        ${howLong(view, tongue)}
        ${buttons(tongue.words)}
      </form>
    `,
  });
}

/**
 * Enter in a form presses its first button, even for somebody who only wanted to tick a box: this one decides nothing.
 * Browsers pass over one that is disabled or not drawn.
 */
const guardOfEnter = raw(
  '<button class="unseen" type="submit" tabindex="-1" aria-hidden="true"></button>',
);

function buttons(words: Words): Markup {
  return html`
    <div class="row">
      <button class="primary" type="submit" name="decision" value="allow">${words.allow}</button>
      <button type="submit" name="decision" value="deny">${words.deny}</button>
    </div>
  `;
}

function whoAsks({ name, isKnown }: Asking, words: Words): Markup {
  const [lead, badge, colour] = isKnown
    ? [words.knownApp, words.verified, "good"]
    : [words.unknownApp, words.unverified, "warn"];
  if (name === undefined) return html`<p>${isKnown ? lead : words.namelessApp}</p>`;
  return html`
    <div class="app">
      <p>${lead}</p>
      <p class="name">${nameMarkup(name, words)}</p>
      <span class="badge ${colour}">${badge}</span>
    </div>
  `;
}

function facts({ asking, account, links }: ConsentView, words: Words): Markup {
  const place = html`<strong>${placeName(asking.place, words)}</strong>`;
  const other = html`<a href="${links.login}">${words.otherAccount}</a>`;
  return html`
    <dl>
      ${fact(words.takesYouTo, place)}
      ${asking.describedBy && fact(words.describedBy, html`${asking.describedBy}`)}
      ${fact(words.yourAccount, html`${account}<br>${other}`)}
    </dl>
  `;
}

function fact(term: string, what: Markup): Markup {
  return html`
    <div>
      <dt>${term}</dt>
      <dd>${what}</dd>
    </div>
  `;
}

/** Nobody vouches for what clients say of themselves, least of all when any program may be the one that hears. */
function warning({ isKnown, isProgram, place }: Asking, words: Words): Markup | undefined {
  if (isKnown && !isProgram) return undefined;
  const text = isProgram || place.kind === "computer"
    ? words.checkComputer
    : place.kind === "app"
    ? words.checkApp
    : words.checkPlace(html`<strong>${place.host}</strong>`);
  return html`
    <div class="note warn">
      <p>${text}</p>
    </div>
  `;
}

function scopeBoxes({ scopes, ticked }: ConsentView, { language, words }: Tongue): Markup {
  const box = ({ name, title }: Scope, at: number) => {
    const [fixed, note] = at === 0 ? ["disabled", html`<small>${words.always}</small>`] : ["", ""];
    const checked = at === 0 || (ticked?.includes(name) ?? true) ? "checked" : "";
    return html`
      <label class="scope">
        <input type="checkbox" name="scope" value="${name}" ${checked} ${fixed}>
        <span>${title[language]}${note}</span>
      </label>
    `;
  };
  return html`
    <fieldset>
      <legend>${words.mayDo}</legend>
      ${scopes.map(box)}
      ${scopes.length > 2 && html`<p class="quiet">${words.includes}</p>`}
    </fieldset>
  `;
}

function howLong({ lifetimes, links }: ConsentView, { language, words }: Tongue): Markup {
  const [longest, idle] = [lifetimes.grant, lifetimes.refreshIdle]
    .map((seconds) => durationIn(language, seconds));
  const page = html`<a href="${links.account}">${words.accountPage}</a>`;
  return html`<p class="quiet">${words.lasting(longest, idle)} ${words.revocable(page)}</p>`;
}
