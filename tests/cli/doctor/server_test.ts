import assert from "node:assert/strict";
import { examineServer } from "../../../src/cli/doctor/server.ts";
import type { Finding } from "../../../src/connectors/connector.ts";
import { inFolder } from "../../support/folder.ts";
import {
  account,
  examine,
  healthy,
  lively,
  named,
  origin,
  serverToken,
  withHeaders,
} from "./server/place.ts";

/** What the server keeps of consents and sign-ins. */
async function keptIn(file: string): Promise<unknown[]> {
  const { grant = {}, signIn = {} } = JSON.parse(await Deno.readTextFile(file));
  return [...Object.values(grant), ...Object.values(signIn)];
}

Deno.test("a healthy server is green in all looks, and what needs an account or time says so", async () => {
  const findings = await examine();
  assert.deepEqual(named(findings, "failed", "warning"), []);
  assert.deepEqual(named(findings, "skipped"), [
    "Client address",
    "Sign-in",
    "MCP 2026-07-28",
    "MCP 2025-11-25",
    "MCP 2025-06-18",
    "Tools",
    "Streams",
    "Time limits",
    "Refresh reuse",
  ]);
  assert.match(findings["Sign-in"].text, /--as, and its secret with --secret-file/);
  assert.match(findings["MCP 2025-11-25"].text, /^Needs a token/);
});

Deno.test("signing in leaves no grant, no sign-in and no session behind", () =>
  inFolder(async (path) => {
    const file = path("state.json");
    const findings = await examine({ account, proxy: lively, file });
    assert.deepEqual(named(findings, "failed", "warning"), []);
    for (const name of ["Sign-in", "Tools", "Streams", "Code reuse", "Revocation"]) {
      assert.equal(findings[name].outcome, "ok", name);
    }
    assert.deepEqual(await keptIn(file), []);
  }));

Deno.test("ended in the middle, it still gives back what it was given", () =>
  inFolder(async (path) => {
    const file = path("state.json");
    const stop = new AbortController();
    const findings = await examine({
      account,
      file,
      signal: stop.signal,
      proxy: (request, next) => {
        if (request.headers.get("Mcp-Method") === "server/discover") {
          stop.abort(new Error("enough"));
        }
        return next(request);
      },
    });
    assert.equal(Object.keys(findings).at(-1), "Sign-in");
    assert.deepEqual(await keptIn(file), []);
  }));

Deno.test("with the server token it speaks MCP, and signs nobody in", async () => {
  const findings = await examine({ token: serverToken, proxy: lively });
  assert.deepEqual(named(findings, "failed", "warning"), []);
  for (const name of ["MCP 2026-07-28", "MCP 2025-11-25", "MCP 2025-06-18", "Tools", "Streams"]) {
    assert.equal(findings[name].outcome, "ok", name);
  }
  assert.equal("Revocation" in findings, false);
});

Deno.test("nobody but the public URL's host is asked for anything, and no text has a secret", async () => {
  const hosts = new Set<string>();
  const secrets = [account.secret, serverToken];
  const findings = await examine({
    account,
    token: serverToken,
    proxy: async (request, next) => {
      hosts.add(new URL(request.url).hostname);
      const answer = await lively(request, next);
      if (!new URL(request.url).pathname.startsWith("/token")) return answer;
      const { access_token, refresh_token } = await answer.clone().json();
      secrets.push(access_token ?? account.secret, refresh_token ?? account.secret);
      return answer;
    },
  });
  assert.deepEqual([...hosts], [new URL(origin).hostname]);
  assert(secrets.length > 8);
  const said = JSON.stringify(findings);
  assert.deepEqual(secrets.filter((secret) => said.includes(secret)), []);
});

Deno.test("it says what it is: in the name of its client, and as user agent", async () => {
  const agents = new Set<string | null>();
  const names: string[] = [];
  await examine({
    proxy: async (request, next) => {
      agents.add(request.headers.get("User-Agent"));
      if (request.url.endsWith("/register")) {
        names.push((await request.clone().json()).client_name);
      }
      return await next(request);
    },
  });
  assert.deepEqual(names, ["kimai-mcp doctor", "kimai-mcp doctor"]);
  assert(
    [...agents].some((agent) => /^kimai-mcp-doctor\/\d/.test(agent ?? "")),
    String([...agents]),
  );
});

/** Takes every request and answers none until its signal fires. */
const silent = (input: Request | URL | string, init?: RequestInit) => {
  const { signal } = new Request(input, init);
  const { promise, reject } = Promise.withResolvers<Response>();
  signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  return promise;
};

function ask(patience: { look?: number; all?: number }): Promise<Finding[]> {
  return Array.fromAsync(examineServer({
    publicUrl: `http://localhost:1`,
    fetch: silent,
    now: Temporal.Now.instant,
    signal: new AbortController().signal,
    probe: () => Promise.resolve(healthy),
    patience,
  }));
}

Deno.test("a server that never answers ends it at the first look that needs it", async () => {
  const findings = await ask({ look: 5 });
  assert.deepEqual(findings.map(({ name, outcome }) => [name, outcome]), [
    ["Public URL", "ok"],
    ["Address", "ok"],
    ["Server", "failed"],
    ["Everything else", "skipped"],
  ]);
  assert.equal(findings[2].text, "No answer within 0 seconds");
  assert.match(findings[2].fix!, /server's log/);
  assert.equal(findings[3].text, 'Needs "Server" to be in order');
});

Deno.test("a limit that is reached is no fault: the look says when to try again", async () => {
  const findings = await examine({
    proxy: async (request, next) =>
      request.url.endsWith("/register")
        ? withHeaders(
          Response.json({ error: "rate_limited" }, { status: 429 }),
          (headers) => headers.set("Retry-After", "17"),
        )
        : await next(request),
  });
  assert.deepEqual(named(findings, "failed", "warning"), []);
  assert.equal(
    findings.Registration.text,
    "/register answers 429, too many requests: try again in 17 seconds",
  );
  assert.equal(findings.PKCE.outcome, "skipped");
});

Deno.test("a connection that breaks is a line, and no failure of the doctor", async () => {
  const findings = await examine({
    proxy: (request, next) => {
      if (!request.url.endsWith("/ready")) return next(request);
      throw new TypeError("fetch failed", { cause: new Error("connection reset") });
    },
  });
  assert.deepEqual(named(findings, "failed"), ["Ready"]);
  assert.equal(findings.Ready.text, "No answer from /ready: connection reset");
});

Deno.test("what there is no time for any more is left out, and says so", async () => {
  const findings = await examine({ patience: { all: 0 }, proxy: (request) => silent(request) });
  assert.equal(findings.Server.outcome, "skipped");
  assert.match(findings.Server.text, /^There was no time left/);
  assert.deepEqual(named(findings, "failed", "warning"), []);
});
