// No test of its own: tests/oauth/account_page_test.ts reads the page.
/** The page on which somebody sees which apps may use their account, and disconnects them. */

import { html } from "hono/html";
import { relativeIn, type Tongue } from "./languages.ts";
import type { Grant, Scope } from "./model.ts";
import { shownName } from "./names.ts";
import type { Page } from "./pages.ts";
import { nameMarkup, placeName, placeOf } from "./places.ts";
import type { Markup, Words } from "./words.ts";

/** What was just done, in a closed set of words: it comes with the address. */
export const outcomes = ["disconnected", "disconnectedAll"] as const;
export type Outcome = (typeof outcomes)[number];

export interface AccountView {
  action: string;
  token: string;
  account: string;
  grants: readonly Grant[];
  scopes: readonly Scope[];
  now: number;
  outcome?: Outcome;
}

export function accountPage(view: AccountView): (tongue: Tongue) => Page {
  return (tongue) => ({
    title: tongue.words.accountPage,
    wide: true,
    body: html`
      ${outcomeNote(view, tongue.words)}
      ${whose(view, tongue.words)}
      ${view.grants.length === 0 ? none(tongue.words) : list(view, tongue)}
    `,
  });
}

function outcomeNote({ outcome }: AccountView, words: Words): Markup | undefined {
  if (!outcome) return undefined;
  return html`
    <div class="note good" role="status">
      <p>${words[outcome]}</p>
    </div>
  `;
}

function whose(view: AccountView, words: Words): Markup {
  const button = html`<button class="plain" type="submit">${words.signOut}</button>`;
  return html`
    <div class="apart">
      <p>${words.signedInAs(html`<strong>${view.account}</strong>`)}</p>
      ${form(view, "sign-out", button)}
    </div>
  `;
}

function none(words: Words): Markup {
  return html`
    <p><strong>${words.noApps}</strong></p>
    <p class="quiet">${words.noAppsHint}</p>
  `;
}

function list(view: AccountView, tongue: Tongue): Markup {
  const all = html`<button type="submit">${tongue.words.disconnectAll}</button>`;
  return html`
    <ul>
      ${view.grants.map((grant) => row(grant, view, tongue))}
    </ul>
    ${view.grants.length > 1 && form(view, "disconnect-all", all)}
  `;
}

function row(grant: Grant, view: AccountView, tongue: Tongue): Markup {
  const { words } = tongue;
  const name = shownName(grant.clientName);
  return html`
    <li>
      <div class="apart">
        <div>
          <h2>${nameMarkup(name, words)}</h2>
          <p>${placeName(placeOf(grant.redirectHost), words)}</p>
        </div>
        ${form(view, "disconnect", disconnectButton(grant, name, words))}
      </div>
      ${scopeTags(grant, view, tongue)}
      ${times(grant, view, tongue)}
    </li>
  `;
}

/** Which of the buttons it is stands in its name, for those who hear one after the other. */
function disconnectButton({ id }: Grant, name: string | undefined, words: Words): Markup {
  const label = words.disconnectNamed(name ?? words.unnamed);
  return html`
    <input type="hidden" name="grant" value="${id}">
    <button class="small" type="submit" aria-label="${label}">${words.disconnect}</button>
  `;
}

function scopeTags(grant: Grant, { scopes }: AccountView, { language }: Tongue): Markup {
  const tags = scopes.filter(({ name }) => grant.scopes.includes(name))
    .map(({ title }) => html`<span class="tag">${title[language]}</span>`);
  return html`<p class="tags">${tags}</p>`;
}

function times(grant: Grant, { now }: AccountView, { language, words }: Tongue): Markup {
  const time = (what: string, at: number) =>
    html`<span>${what} ${relativeIn(language, at, now)}</span>`;
  return html`
    <p class="quiet times">
      ${time(words.since, grant.createdAt)}
      ${time(words.lastUse, grant.usedAt)}
      ${time(words.ends, grant.expiresAt)}
    </p>
  `;
}

/** A form of one button, because there is no other way without a script. */
function form({ action, token }: AccountView, what: string, inside: Markup): Markup {
  return html`
    <form method="post" action="${action}">
      <input type="hidden" name="token" value="${token}">
      <input type="hidden" name="do" value="${what}">
      ${inside}
    </form>
  `;
}
