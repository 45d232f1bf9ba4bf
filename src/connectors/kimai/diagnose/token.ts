/** The API token: whether what was given can be one, and what Kimai makes of it. */

import type { Finding } from "../../connector.ts";
import { headersOf } from "../address.ts";
import { UserError } from "../../../mcp/errors.ts";
import type { Reception } from "./answer.ts";
import { failed, tokenSetting } from "./order.ts";

const name = "Token";
const setting = "kimai_token";
const makeNew = `make a new one in your Kimai profile under API access and set ${tokenSetting}`;

/** What is given in a token's place, and what to do about it. Never repeats it. */
const mistakes: [pattern: RegExp, what: string, fix: string][] = [
  [/^(["'`]).*\1$|^[“„‘].*[”“’]$/s, "has quotation marks around it", "take them out of"],
  [/^(?:bearer|token)\s/i, "has a word before it that is no part of it", "leave just the token in"],
  [
    /^\$\{.*\}$|^\$\w+$|^%\w+%$|^<.*>$|^your[\s_-]?(?:kimai[\s_-]?)?(?:api[\s_-]?)?token|^x{4,}$/i,
    "is a placeholder for one",
    "put a token of your own into",
  ],
];

/** Why what was given cannot be a token; undefined where it can. */
export function misshapen(token: string | undefined): Finding | undefined {
  const text = token?.trim() ?? "";
  const mistake = mistakes.find(([pattern]) => pattern.test(text));
  if (mistake) {
    const [, what, fix] = mistake;
    return failed(name, `What is given as the API token ${what}: ${fix} ${tokenSetting}`, setting);
  }
  try {
    headersOf(token, false);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return failed(name, error.message, setting);
  }
}

/** Characters of the tokens that Kimai makes (API.md 1.2). */
const usual = 25;

/** Why Kimai does not take a token that was sent. `isOld` is a Kimai without tokens. */
export function unwelcome(
  kind: Exclude<Reception["kind"], "welcome">,
  { token, isOld }: { token: string; isOld: boolean },
): Finding {
  const finding = { name, outcome: "failed" as const };
  if (kind === "unknown") {
    const { length } = token.trim();
    const odd = length === usual ? "" : `, and it has ${length} characters where Kimai's have 25`;
    return {
      ...finding,
      setting,
      text:
        `Kimai does not accept it (401): it is unknown or expired, or its user is disabled${odd}`,
      fix: `M${makeNew.slice(1)}; an API password of former days (X-AUTH-TOKEN) is no token`,
    };
  }
  if (kind === "forbidden") {
    return {
      ...finding,
      text: "Kimai knows it and forbids its user the API (403)",
      fix: "Have an administrator give a role of this user the permission api_access",
    };
  }
  if (isOld) {
    return {
      ...finding,
      text: "This Kimai is older than 2.18 and saw no token (401)",
      fix: "Update Kimai: it takes API tokens since 2.14, and newer releases offer more",
    };
  }
  return {
    ...finding,
    text: "It did not reach Kimai (401): something in between drops the header Authorization",
    fix:
      "Let the header pass: CGIPassAuth On in Apache, proxy_set_header Authorization $http_authorization in nginx, or a rule in what asks people for a login before Kimai",
  };
}
