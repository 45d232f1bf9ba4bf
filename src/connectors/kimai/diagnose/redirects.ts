/** Where requests are sent on to on their way to Kimai, and whether the token may go along. */

import type { Finding } from "../../connector.ts";
import { urlSetting } from "../address.ts";
import { isLogin, loginOf } from "./pages.ts";

/** A request that was answered with another address. */
export interface Hop {
  from: URL;
  /** Undefined where none can be made out. */
  to?: URL;
}

/** What a redirect is taken for. */
export interface Judged {
  /** `login` and `away` end the way: the token must not go there, or it is of no use there. */
  kind: "upgraded" | "moved" | "login" | "away";
  finding: Finding;
}

const name = "Redirect";
const setting = "kimai_url";

/** Judges one redirect. */
export function judgeHop({ from, to }: Hop): Judged {
  if (!to || !/^https?:$/.test(to.protocol)) {
    return away("Requests are sent on to nowhere", "Mend the redirect in the web server");
  }
  const marks = to.hostname + to.pathname;
  if (to.hostname !== from.hostname) {
    return isLogin(marks)
      ? login(`Requests are sent on to a login${loginOf(marks)} at ${to.host}`)
      : away(
        `Requests are sent on to ${to.origin}, where the token must not go`,
        `Set ${urlSetting} to "${siteOf(to)}", if that is your Kimai`,
      );
  }
  if (isLogin(to.pathname)) return login(`Requests are sent on to a login at ${to.pathname}`);
  if (from.protocol === "http:" && to.protocol === "https:") {
    return {
      kind: "upgraded",
      finding: {
        ...{ name, setting, outcome: "warning" },
        text: "http is sent on to https, and until then the token is there for everybody to read",
        fix: `Set ${urlSetting} to "${siteOf(to)}"`,
      },
    };
  }
  if (to.origin !== from.origin) {
    return away(
      `Requests are sent on to ${to.origin}, where the token must not go`,
      `Set ${urlSetting} to "${siteOf(to)}", if that is your Kimai`,
    );
  }
  return {
    kind: "moved",
    finding: {
      ...{ name, setting, outcome: "warning" },
      text: `Each request takes two, because it is sent on to ${to.pathname}`,
      fix: `Set ${urlSetting} to "${siteOf(to)}"`,
    },
  };
}

function away(text: string, fix: string): Judged {
  return { kind: "away", finding: { name, setting, outcome: "failed", text, fix } };
}

function login(text: string): Judged {
  const fix = "Let requests to /api pass that login: the API token in them is their sign-in";
  return { kind: "login", finding: { name, outcome: "failed", text, fix } };
}

/** What stands before `/api` in the address of something in Kimai's API, else its origin. */
function siteOf({ origin, pathname }: URL): string {
  const [, site] = /^(.*?)\/+api\/.*$/.exec(pathname) ?? [];
  return origin + (site ?? "");
}
