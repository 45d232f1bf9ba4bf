/** How clients find out where to sign in: the refusal without a token, and the documents it leads to. */

import { type Answer, type Ask, isPage, objectIn } from "./asking.ts";
import { failed, type Look, ok, type Verdict, type Visit, withSignIn } from "./look.ts";
import { initializeRequest, legacy } from "./messages.ts";
import { strange } from "./strange.ts";

export const discovery: readonly Look[] = [
  { name: "Challenge", look: challenge },
  { name: "Authorization header", look: authorizationHeader },
  { name: "Path", look: path },
  { name: "Resource metadata", look: withSignIn(resourceMetadata) },
  { name: "Server metadata", look: withSignIn(serverMetadata) },
  { name: "Addresses", look: addresses },
];

const passOn = "Let the proxy pass on the header WWW-Authenticate of the server's answers";

/** Without it clients do not know where to sign in (RFC 9728, 5.1; MCP 2025-06-18, authorization). */
async function challenge({ resource, learnt, ask }: Visit): Promise<Verdict> {
  const answer = await ask(resource, initializeRequest(legacy[0]));
  const header = answer.headers.get("WWW-Authenticate");
  if (answer.status === 200) {
    return failed(
      "Whoever comes without a token is let in",
      "Look whether the proxy adds a header Authorization of its own, and take that out",
    );
  }
  if (answer.status !== 401 || (header !== null && !/^bearer\b/i.test(header))) {
    return strange(answer, "a refusal (401) of who has no token");
  }
  if (header === null) {
    return failed("The refusal (401) comes without the header WWW-Authenticate", passOn);
  }
  const named = /\bresource_metadata="([^"]+)"/.exec(header)?.[1];
  learnt.signsIn ||= named !== undefined;
  if (named !== undefined) {
    learnt.said.resource_metadata = named;
    return ok("Who has no token is told where to sign in");
  }
  return learnt.signsIn
    ? failed("The header WWW-Authenticate does not say where to sign in", passOn)
    : ok("Who has no token is refused");
}

/** The server says `invalid_token` to what is none, and nothing of the kind where no token came (RFC 6750, 3.1). */
async function authorizationHeader({ resource, learnt, ask }: Visit): Promise<Verdict> {
  const { headers, body, method } = initializeRequest(legacy[0], "no-token-of-anybody");
  const answer = await ask(resource, { method, headers, body });
  const header = answer.headers.get("WWW-Authenticate") ?? "";
  if (answer.status !== 401) return strange(answer, "a refusal (401) of a token that is none");
  const hasArrived = /invalid_token/.test(header + answer.text) &&
    (header === "" || /\berror=/.test(header));
  if (hasArrived) return ok("Tokens reach the server");
  learnt.stripped = true;
  return failed(
    "A token that was sent did not reach the server",
    "Let the proxy pass on the header Authorization (Apache: CGIPassAuth or ProxyPass, without AuthType)",
  );
}

/** Clients lose their token over a redirect, and some add a slash. */
async function path({ resource, ask }: Visit): Promise<Verdict> {
  const answer = await ask(`${resource}/`, initializeRequest(legacy[0]));
  if (answer.status === 401) return ok("/mcp and /mcp/ answer without a redirect");
  return strange(answer, "the refusal that /mcp gives");
}

/** RFC 9728, 3.1, then the root, where clients look that know nothing of paths. */
async function resourceMetadata({ ask, ...visit }: Visit): Promise<Verdict> {
  const { origin, path, learnt } = visit;
  const known = `${origin}/.well-known/oauth-protected-resource`;
  // Behind a path the root is somebody else's.
  const spellings = [`${known}${path}/mcp`, ...(path ? [] : [known])];
  const named = learnt.said.resource_metadata ?? "";
  if (URL.parse(named)?.origin === origin) spellings.unshift(named);
  return await everywhere(ask, spellings, "resource", (document) => {
    learnt.said.resource = String(document.resource);
    return ok("Is found wherever clients look for it");
  });
}

/** RFC 8414, 3.1 and OpenID discovery, as clients try them one after the other. */
async function serverMetadata({ ask, ...visit }: Visit): Promise<Verdict> {
  const { origin, path, learnt } = visit;
  const [oauth, openid] = ["oauth-authorization-server", "openid-configuration"]
    .map((name) => `${origin}/.well-known/${name}`);
  const spellings = path
    ? [`${oauth}${path}`, `${openid}${path}`, `${origin}${path}/.well-known/openid-configuration`]
    : [oauth, openid, `${oauth}/mcp`, `${openid}/mcp`];
  return await everywhere(ask, spellings, "issuer", (document) => {
    learnt.metadata = document;
    const addresses = Object.entries(document)
      .filter(([member]) => member === "issuer" || member.endsWith("_endpoint"));
    for (const [member, url] of addresses) learnt.said[member] = String(url);
    return contentVerdict(document);
  });
}

/** The same document under each of its addresses. */
async function everywhere(
  ask: Ask,
  spellings: readonly string[],
  member: string,
  judge: (document: Record<string, unknown>) => Verdict,
): Promise<Verdict> {
  const urls = [...new Set(spellings)];
  const answers = await Promise.all(urls.map((url) => ask(url)));
  const missing = answers.filter((answer) => !isDocument(answer, member));
  const document = answers.find((answer) => isDocument(answer, member));
  const verdict = document && judge(objectIn(document)!);
  if (missing.length === 0) return verdict!;
  const other = missing.find(({ status }) => status !== 404);
  if (other) return strange(other, "the metadata");
  const paths = missing.map(({ url }) => new URL(url).pathname).join(", ");
  return failed(
    `Clients look where nothing is: ${paths}`,
    "Let the proxy pass everything below /.well-known/ on to the server, as it is",
  );
}

function isDocument(answer: Answer, member: string): boolean {
  return answer.status === 200 && !isPage(answer) && typeof objectIn(answer)?.[member] === "string";
}

/** What clients insist on: Claude on `none`, all of 2025-11-25 on S256. */
function contentVerdict(document: Record<string, unknown>): Verdict {
  const required = {
    response_types_supported: "code",
    grant_types_supported: "refresh_token",
    code_challenge_methods_supported: "S256",
    token_endpoint_auth_methods_supported: "none",
  };
  const lacking = Object.entries(required)
    .filter(([member, word]) => !listOf(document[member]).includes(word))
    .map(([member, word]) => `${word} in ${member}`);
  if (lacking.length === 0) return ok("Offers what clients ask for, PKCE with S256 among it");
  return failed(
    `Lacks ${lacking.join(", ")}`,
    "Let the proxy pass on the server's own document, and not one of another server",
  );
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** All that the server says of where it is comes from its own `--public-url`, never from a request. */
function addresses({ base, origin, resource, learnt }: Visit): Promise<Verdict | undefined> {
  const exact: Record<string, string> = { mcp: resource, resource, issuer: base };
  // Of a server behind a path it stands before the path (RFC 9728, 3.1).
  const near: Record<string, string> = { resource_metadata: `${origin}/` };
  const isRight = ([member, url]: [string, string]) =>
    Object.hasOwn(exact, member)
      ? url === exact[member]
      : url.startsWith(near[member] ?? `${base}/`);
  const said = Object.entries(learnt.said);
  const wrong = said.find((one) => !isRight(one));
  if (!wrong) return Promise.resolve(said.length > 0 ? ok(`All begin with ${base}`) : undefined);
  learnt.broken = "Addresses";
  const [member, url] = wrong;
  return Promise.resolve(failed(
    `The server gives ${url} as its ${member}, so clients that were given ${base} turn back`,
    `Start the server with --public-url=${base}`,
  ));
}
