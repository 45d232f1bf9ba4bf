/** What proxies and firewalls do to requests and answers on their way. */

import { type Answer, createAsk, isPage, Limited } from "./asking.ts";
import { failed, type Look, ok, skipped, type Verdict, type Visit, warning } from "./look.ts";
import { initializeRequest, legacy } from "./messages.ts";

export const passing: readonly Look[] = [
  { name: "User agents", look: userAgents },
  { name: "Caching", look: caching },
  { name: "Connections", look: connections },
  { name: "Web pages", look: webPages },
  { name: "Client address", look: clientAddress },
];

/** As clients name themselves: claude.ai by turns, ChatGPT, and the libraries that others are made with. */
const agents = [
  "Claude-User",
  "python-httpx/0.28.1",
  "openai-mcp/1.0.0",
  "node",
  "undici",
  "Cursor/2.1.0",
  "Go-http-client/2.0",
];

/** Firewalls refuse names; everybody should get what we get under our own. */
async function userAgents({ resource, order, signal, ask }: Visit): Promise<Verdict> {
  const statusFor = async (agent: string) => {
    const ask = createAsk({ fetch: order.fetch, agent, signal });
    const asked = ask(resource, initializeRequest(legacy[0]));
    const status = await asked.then(({ status }) => status, (error) => {
      if (error instanceof Limited) return 429;
      throw error;
    });
    return { agent, status };
  };
  const own = await ask(resource, initializeRequest(legacy[0]));
  const answers = await Promise.all(agents.map(statusFor));
  const refused = answers.filter(({ status }) => status !== own.status);
  if (refused.length === 0) return ok(`${agents.join(", ")} are answered alike`);
  const list = refused.map(({ agent, status }) => `${agent} (${status})`).join(", ");
  return failed(
    `Refused for their name: ${list}`,
    "Let the firewall or bot protection before the server pass every User-Agent",
  );
}

/** Every answer has an id of its own; the same one twice is the same answer twice. */
async function caching({ base, resource, ask }: Visit): Promise<Verdict> {
  const twice: Answer[][] = [];
  for (const _ of [1, 2]) {
    twice.push([
      await ask(`${base}/health`),
      await ask(resource, initializeRequest(legacy[0])),
      await ask(resource, { headers: { Accept: "text/event-stream" } }),
    ]);
  }
  const [first, second] = twice;
  const kept = first.findIndex((one, at) => wasKept(one, second[at]));
  if (kept >= 0) {
    return failed(
      `The answer of ${
        new URL(first[kept].url).pathname
      } was kept by something before the server and given twice`,
      "Let nothing cache this host, or let it heed Cache-Control: no-store",
    );
  }
  const bare = first.find(({ headers }) => !/no-store/i.test(headers.get("Cache-Control") ?? ""));
  if (!bare) return ok("Nothing is kept on the way, and answers say no-store");
  return failed(
    `The answer of ${new URL(bare.url).pathname} comes without Cache-Control: no-store`,
    "Let the proxy pass on the header Cache-Control of the server's answers",
  );
}

function wasKept(one: Answer, other: Answer): boolean {
  const id = ({ headers }: Answer) => headers.get("X-Request-ID");
  return Number(other.headers.get("Age") ?? 0) > 0 || (id(one) !== null && id(one) === id(other));
}

/** Each new one costs a handshake; clients ask many times. HTTP/2 has no such header. */
function connections({ answers }: Visit): Promise<Verdict> {
  const closing = answers.filter(({ headers }) => /close/i.test(headers.get("Connection") ?? ""));
  const isUsual = closing.length > answers.length / 2;
  return Promise.resolve(
    isUsual
      ? warning(
        "Are closed after each answer, so every request begins with a handshake",
        "Let the proxy keep connections open (nginx: keepalive_timeout 75s)",
      )
      : ok("Stay open for the next request"),
  );
}

/** Where the web inspector is, like other clients that live in a page. */
const inspector = "http://localhost:6274";

/** Documents and tokens are for pages of any origin; `/mcp` for those that are allowed. */
async function webPages({ base, resource, learnt, ask }: Visit): Promise<Verdict> {
  const preflight = (url: string) =>
    ask(url, {
      method: "OPTIONS",
      headers: {
        "Origin": inspector,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, content-type",
      },
    });
  const open = learnt.signsIn ? [await preflight(`${base}/token`)] : [];
  const mcp = await preflight(resource);
  const other =
    [...open, mcp].find((answer) => isPage(answer) || ![204, 403].includes(answer.status)) ??
      open.find((answer) => !mayRead(answer));
  if (other) {
    return warning(
      `The preflight of ${
        new URL(other.url).pathname
      } is not answered by the server (${other.status}), so clients that are web pages cannot connect`,
      "Let the proxy pass requests of the method OPTIONS on, and add no CORS headers of its own",
    );
  }
  return ok(
    mayRead(mcp)
      ? `Pages of ${inspector} may connect`
      : `Pages may not call /mcp; for the inspector's start the server with --allowed-origins=${inspector}`,
  );
}

function mayRead({ headers, status }: Answer): boolean {
  const allowed = headers.get("Access-Control-Allow-Origin");
  return status === 204 && (allowed === "*" || allowed === inspector);
}

/** Addresses for documentation, which nobody has (RFC 5737). */
const invented = ["203.0.113.77", "198.51.100.88"];

/**
 * Limits count by address: whoever may name their own has none. The other fault, that all clients have the
 * proxy's address, only shows in the log.
 */
async function clientAddress({ resource, ask }: Visit): Promise<Verdict> {
  const id = `doctor-${crypto.randomUUID()}`;
  const sent = [{ "X-Request-ID": id }, ...invented.map((one) => ({ "X-Forwarded-For": one }))];
  const answers: Answer[] = [];
  for (const headers of sent) {
    const { headers: usual, ...request } = initializeRequest(legacy[0]);
    answers.push(
      await ask(resource, { ...request, headers: { ...usual, ...headers } as HeadersInit }),
    );
  }
  const said = `which address the server saw stands in its log with request_id ${id}`;
  const [, one, other] = answers.map(({ headers }) => headers.get("RateLimit-Remaining"));
  if (one === null) return skipped(`No answer tells of a limit that would show it; ${said}`);
  // Of one address each request has one less; of two addresses both have as many.
  if (one !== other) return ok(`Clients cannot choose theirs; ${said}`);
  return failed(
    "The server believes whatever address a client names, so nobody is limited",
    "Let the proxy set X-Forwarded-For itself (nginx: proxy_set_header X-Forwarded-For $remote_addr)",
  );
}
