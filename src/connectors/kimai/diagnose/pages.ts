/** What it is that came where Kimai's API should have answered, told by its headers and marks in its text. */

/** What came. */
export interface Page {
  status: number;
  headers: Headers;
  text: string;
}

/** `text` is what came, `fix` what to do, as sentences without full stop. */
export interface Told {
  text: string;
  fix: string;
  /** Whoever looks for Kimai at this address might find it at another one. */
  elsewhere?: true;
}

const letPass = (what: string) =>
  `Let requests to /api pass ${what}: the API token in them is their sign-in`;

/** Logins that stand in front of others' pages, by what their pages hold. */
const logins: [mark: RegExp, name: string][] = [
  [/authelia/i, "Authelia"],
  [/authentik/i, "authentik"],
  [/oauth2[-_ ]proxy/i, "oauth2-proxy"],
  [/cloudflareaccess/i, "Cloudflare Access"],
  [/login\.microsoftonline|microsoft entra/i, "Microsoft Entra"],
  [/accounts\.google\.com/i, "Google"],
  [/keycloak|\/realms\//i, "Keycloak"],
  [/okta/i, "Okta"],
];

/** Whose login marks are of, such as ` (Authelia)`; nothing where that is not known. */
export function loginOf(marks: string): string {
  const known = logins.find(([mark]) => mark.test(marks));
  return known ? ` (${known[1]})` : "";
}

/** Whether an address or a page is one to sign in at. */
export function isLogin(marks: string): boolean {
  return loginOf(marks) !== "" ||
    /\b(?:log-?in|sign-?in|sso|saml2?|oauth2?|oidc|cas|adfs|anmelde[nu])\b|type=["']?password/i
      .test(marks);
}

/** Whether this is a page for people and no answer for programs. */
export function isPage({ headers, text }: Pick<Page, "headers" | "text">): boolean {
  return /html/i.test(headers.get("Content-Type") ?? "") || /^\s*<(?!\?xml)/.test(text);
}

/** What is known of an answer that is none of Kimai's. */
export function describePage({ status, headers, text }: Page): Told {
  if (isCloudflare(headers) && (headers.has("cf-mitigated") || [403, 429, 503].includes(status))) {
    return {
      text: `Cloudflare turns programs away (${status})`,
      fix: letPass("Cloudflare's checks of browsers and bots, with a rule for that path"),
    };
  }
  // The words of nginx and of Apache.
  if (/plain HTTP (?:request was sent )?to (?:HTTPS|an SSL-enabled server) port/i.test(text)) {
    return {
      text: `The port speaks https, and the address says http (${status})`,
      fix: "Write https:// in front of the address",
    };
  }
  const [challenge] = (headers.get("WWW-Authenticate") ?? "").split(" ", 1);
  if (status === 401 && challenge && !/^bearer$/i.test(challenge)) {
    return {
      text: `Something before Kimai wants a login of its own (401, ${challenge})`,
      fix: letPass("that login"),
    };
  }
  if (status === 403 && isPage({ headers, text })) {
    return {
      text: "A proxy or firewall before Kimai forbids the request (403)",
      fix: letPass("it"),
    };
  }
  if (/kimai/i.test(text) && isLogin(text)) {
    return {
      text: "Kimai's own login page came instead of an answer",
      fix: "Let requests to /api reach Kimai with that path unchanged",
      elsewhere: true,
    };
  }
  if (isLogin(text)) {
    return {
      text: `A login page${loginOf(text)} came instead of an answer of Kimai`,
      fix: letPass("that login"),
      elsewhere: true,
    };
  }
  const what = isPage({ headers, text }) ? "A web page came" : "Something else came";
  return {
    text: `${what} instead of an answer of Kimai (${status})`,
    fix: "Check host and path: it must be the address of Kimai's own web pages",
    elsewhere: true,
  };
}

function isCloudflare(headers: Headers): boolean {
  return headers.has("cf-ray") || /cloudflare/i.test(headers.get("Server") ?? "");
}
