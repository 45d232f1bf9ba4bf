// No test of its own: tests/oauth/login_test.ts reads the page.
/** The form in which people sign in. */

import { html } from "hono/html";
import type { Tongue } from "./languages.ts";
import type { Page } from "./pages.ts";
import { type Asking, nameMarkup, placeName } from "./places.ts";
import type { Words } from "./words.ts";

export interface LoginView {
  /** Where the form goes. */
  action: string;
  /** Proves that the form was ours. */
  token: string;
  /** The authorization request that waits for it, and who asks. */
  txn?: string;
  asking?: Asking;
  /** What was typed before. */
  username?: string;
  problem?: Problem;
}

/** Why somebody is not signed in. */
export type Problem = (words: Words) => string;

export function loginPage(view: LoginView): (tongue: Tongue) => Page {
  return ({ words }) => ({
    title: view.problem ? `${words.error}: ${words.signIn}` : words.signIn,
    heading: words.signIn,
    body: html`
      ${leadIn(view, words)}
      ${problemNote(view.problem, words)}
      <form method="post" action="${view.action}">
        <input type="hidden" name="token" value="${view.token}">
        ${view.txn && html`<input type="hidden" name="txn" value="${view.txn}">`}
        ${fields(view, words)}
        <button class="primary full" type="submit">${words.signIn}</button>
      </form>
    `,
  });
}

function leadIn({ asking }: LoginView, words: Words) {
  if (!asking) return html`<p>${words.signInHere}</p>`;
  const place = html`<strong>${placeName(asking.place, words)}</strong>`;
  const name = html`<strong>${nameMarkup(asking.name, words)}</strong>`;
  return html`<p>${words.signInFor(name, place)}</p>`;
}

function problemNote(problem: Problem | undefined, words: Words) {
  return problem && html`
    <div class="note bad" role="alert" id="problem">
      <p>${problem(words)}</p>
    </div>
  `;
}

/** The first field that is empty has the focus. What was typed as a secret does not come back. */
function fields({ username = "", problem }: LoginView, words: Words) {
  const fault = problem ? html`aria-invalid="true" aria-describedby="problem"` : "";
  const [first, second] = username === "" ? ["autofocus", ""] : ["", "autofocus"];
  return html`
    <div class="field">
      <label for="username">${words.accountName}</label>
      <input type="text" id="username" name="username" value="${username}" required maxlength="128"
        autocomplete="username" autocapitalize="none" autocorrect="off" spellcheck="false" ${fault}
        ${first}>
    </div>
    <div class="field">
      <label for="secret">${words.secret}</label>
      <input type="password" id="secret" name="secret" required maxlength="1024"
        autocomplete="current-password" ${fault} ${second}>
    </div>
    <p class="quiet">${words.whence}</p>
  `;
}
