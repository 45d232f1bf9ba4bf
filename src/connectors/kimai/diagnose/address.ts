/** The address of Kimai as it was written: whether it is one, and what about it is likely to be wrong. */

import { UserError } from "../../../mcp/errors.ts";
import type { Finding } from "../../connector.ts";
import { tidyUrl, urlSetting } from "../address.ts";
import { failed, ok, shown } from "./order.ts";

const name = "Address";
const setting = "kimai_url";

/** Looks at what `--kimai-url` says. @returns no address where none can be made of it */
export function readAddress(configured: string | undefined): { finding: Finding; site?: URL } {
  const text = configured?.trim() ?? "";
  const [, quote] = /^(["'])/.exec(text) ?? [];
  if (quote && text.endsWith(quote)) {
    const sentence = `The Kimai URL has quotation marks around it: take them out of ${urlSetting}`;
    return { finding: failed(name, sentence, setting) };
  }
  try {
    const site = tidyUrl(configured);
    return { finding: describe(site, text), site };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { finding: failed(name, error.message, setting) };
  }
}

function describe(site: URL, text: string): Finding {
  const used = shown(site);
  if (site.protocol === "http:" && !isNear(site.hostname)) {
    return {
      name,
      outcome: "warning",
      text: `${used} is http, so the token goes over the network for everybody in between to read`,
      fix: `Set ${urlSetting} to an https address`,
      setting,
    };
  }
  const path = URL.parse(text)?.pathname.replace(/\/+$/, "") ?? "";
  const extra = path.slice(site.pathname.replace(/\/$/, "").length);
  return ok(name, extra ? `${used} (without the "${extra}" at its end)` : used);
}

/** This machine, and names without a dot, which are those of containers side by side. */
function isNear(host: string): boolean {
  return !/[.:]/.test(host) || /\.localhost$/.test(host) || host === "[::1]" ||
    /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** The addresses above this one on the same host, the nearest first: `/a/b` is below `/a` and the top. */
export function above(site: URL): URL[] {
  const parts = site.pathname.split("/").filter(Boolean);
  return parts.map((_, index) => new URL(`/${parts.slice(0, -1 - index).join("/")}`, site))
    .slice(0, 3);
}
