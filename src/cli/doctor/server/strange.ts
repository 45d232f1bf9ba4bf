/** What stands between us and a server, judging by an answer that the server itself would not give. */

import { type Answer, isPage, objectIn } from "./asking.ts";
import { failed, type Verdict } from "./look.ts";

/** What must pass a proxy without a sign-in of its own. */
const openPaths =
  "/mcp, /.well-known/, /authorize, /oauth/, /account, /token, /register, /revoke and /health";
const letThrough = `Let the proxy pass ${openPaths} without a sign-in or challenge of its own`;

/** @param expected what should have come, as in "the metadata" */
export function strange(answer: Answer, expected: string): Verdict {
  const { status, headers } = answer;
  const where = new URL(answer.url).pathname;
  const location = headers.get("Location");
  if (status === 421) return wrongHost(answer);
  if ([502, 504].includes(status) || (status === 503 && !objectIn(answer))) {
    return failed(
      `${where} answers ${status}: the proxy does not reach the server behind it`,
      "Start the server, and let the proxy pass requests to the address that its log names as listening",
    );
  }
  if (location !== null) return redirected(answer, location);
  const scheme = headers.get("WWW-Authenticate")?.split(" ")[0];
  if (status === 401 && scheme && !/^bearer$/i.test(scheme)) {
    return failed(
      `${where} asks for a password of the proxy's own (${scheme}), which no client has`,
      letThrough,
    );
  }
  if (isPage(answer)) {
    const why = status === 404
      ? "Let the proxy pass this path on to the server"
      : `${letThrough}; a firewall before it must not challenge programs`;
    return failed(`${where} answers ${status} with a page instead of ${expected}`, why);
  }
  return failed(
    `${where} answers ${status} instead of ${expected}`,
    "Let the proxy pass requests and answers on as they are; the server's log says what it answered",
  );
}

function wrongHost({ url }: Answer): Verdict {
  const { host, origin } = new URL(url);
  return failed(
    `The server does not know the host name that reaches it: ${host} is not sent on, or is not its own`,
    `Let the proxy send the name on (nginx: proxy_set_header Host $host), and start the server with --public-url=${origin}`,
  );
}

function redirected({ url, status }: Answer, location: string): Verdict {
  const [from, to] = [new URL(url), URL.parse(location, url)];
  const where = from.pathname;
  if (to && to.host !== from.host) {
    return failed(
      `${where} leads away to ${to.host} (${status}), as to a sign-in before the server`,
      letThrough,
    );
  }
  const target = to ? `${to.origin}${to.pathname}` : "an address that is none";
  return failed(
    `${where} leads to ${target} (${status}), and clients lose their token on the way`,
    "Let the proxy answer this path itself, without a redirect; --public-url must be the address after it",
  );
}
