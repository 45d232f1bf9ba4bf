import assert from "node:assert/strict";
import fc from "fast-check";
import { z } from "zod";
import about from "../../../deno.json" with { type: "json" };
import { pathOf, tidyUrl } from "../../../src/connectors/kimai/address.ts";
import { Circuit } from "../../../src/connectors/kimai/circuit.ts";
import { KimaiApi, type KimaiApiOptions, type Method } from "../../../src/connectors/kimai/api.ts";
import { type Log, silentLog } from "../../../src/lib/log.ts";
import { UpstreamError, UserError } from "../../../src/mcp/errors.ts";

const url = "https://kimai.example.com";
const token = "d4c3b2a1";
const json = (body: unknown, init?: ResponseInit) => Response.json(body, init);

type Answer =
  | Response
  | Error
  | ((request: Request, signal: AbortSignal) => Promise<Response> | Response);

/** A client on a `fetch` that gives the answers one after another, and the requests and waits it saw. */
function asked(answers: Answer[], options: Partial<KimaiApiOptions> = {}) {
  const requests: Request[] = [];
  const waits: number[] = [];
  const fetch = async (input: Request | URL | string, init?: RequestInit) => {
    const request = new Request(input, init);
    requests.push(request);
    const answer = answers[Math.min(requests.length, answers.length) - 1];
    if (answer instanceof Error) throw answer;
    return typeof answer === "function" ? await answer(request, init!.signal!) : answer.clone();
  };
  const api = new KimaiApi({
    url,
    token,
    fetch,
    log: silentLog,
    deadline: 30,
    rowLimit: 100_000,
    random: () => 1,
    sleep: (ms) => Promise.resolve(void waits.push(ms)),
    ...options,
  });
  return { api, requests, waits };
}

/** What Deno's fetch throws, as measured with 2.9.6. */
const denoError = (text: string) =>
  new TypeError("fetch failed", {
    cause: new Error(
      `error sending request for url (${url}/api/ping?term=x): client error ${text}`,
    ),
  });
const refused = denoError("(Connect): tcp connect error: Connection refused (os error 111)");
const lost = denoError("(SendRequest): connection closed before message completed");

async function failure(answer: Promise<unknown>): Promise<UpstreamError> {
  const error = await answer.then(() => undefined, (error) => error);
  assert.ok(error instanceof UpstreamError, `an UpstreamError, not ${error}`);
  return error;
}

Deno.test("addresses are tidied to what stands in front of /api", () => {
  const tidied = {
    "https://kimai.example.com": "https://kimai.example.com/",
    "  https://kimai.example.com/ \n": "https://kimai.example.com/",
    "https://kimai.example.com//": "https://kimai.example.com/",
    "https://kimai.example.com/api": "https://kimai.example.com/",
    "https://kimai.example.com/api/": "https://kimai.example.com/",
    "https://kimai.example.com/api/api//": "https://kimai.example.com/",
    "https://host/kimai/": "https://host/kimai",
    "https://host/kimai/api": "https://host/kimai",
    "https://host/api-kimai": "https://host/api-kimai",
    "https://host//other.example/": "https://host//other.example",
    "HTTP://Host:8001/?a=b#c": "http://host:8001/",
  };
  for (const [configured, expected] of Object.entries(tidied)) {
    assert.equal(tidyUrl(configured).href, expected);
  }
});

Deno.test("tidying an address twice changes nothing more", () => {
  const part = fc.constantFrom("", "/", "//", "/api", "/kimai", "/api-kimai", "/ä", "/a%2Fb");
  fc.assert(fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
    const once = tidyUrl(url + parts.join(""));
    assert.equal(tidyUrl(once.href).href, once.href);
    assert.doesNotMatch(once.pathname, /\/api$|.\/$/);
  }));
});

Deno.test("a sub-path stays in front of /api", async () => {
  const { api, requests } = asked([json({})], { url: "https://host/kimai/api/" });
  await api.request("GET", ["ping"]);
  assert.equal(requests[0].url, "https://host/kimai/api/ping");
});

Deno.test("a URL that cannot be used is explained by the first request, without its secrets", async () => {
  const sentences: [string | undefined, string][] = [
    [
      undefined,
      "No Kimai is configured: set --kimai-url (KIMAI_URL) to the address of its web pages, such as https://kimai.example.com",
    ],
    [
      "  ",
      "No Kimai is configured: set --kimai-url (KIMAI_URL) to the address of its web pages, such as https://kimai.example.com",
    ],
    [
      "kimai.example.com",
      'The Kimai URL "kimai.example.com" has no scheme: set --kimai-url (KIMAI_URL) to an address with https:// in front',
    ],
    [
      "localhost:8001/?key=geheim",
      'The Kimai URL "localhost:8001/" has no scheme: set --kimai-url (KIMAI_URL) to an address with https:// in front',
    ],
    [
      "me:geheim@host",
      "The Kimai URL has no scheme: set --kimai-url (KIMAI_URL) to an address with https:// in front",
    ],
    [
      "ftp://host",
      'The Kimai URL "ftp://host" is no http or https address: set --kimai-url (KIMAI_URL) to one such as https://kimai.example.com',
    ],
    [
      "https://",
      'The Kimai URL "https://" is no http or https address: set --kimai-url (KIMAI_URL) to one such as https://kimai.example.com',
    ],
    [
      "https://me:ge#heim@host",
      "The Kimai URL is no http or https address: set --kimai-url (KIMAI_URL) to one such as https://kimai.example.com",
    ],
    [
      "https://me:geheim@host/kimai",
      'The Kimai URL has a user name or password in it: set --kimai-url (KIMAI_URL) to "https://host" and give the API token with --kimai-token (KIMAI_API_TOKEN)',
    ],
  ];
  for (const [configured, message] of sentences) {
    const { api, requests } = asked([json({})], { url: configured });
    await assert.rejects(api.request("GET", ["ping"]), { name: "UserError", message });
    assert.equal(requests.length, 0);
  }
});

Deno.test("a token that is missing or damaged is explained by the first request, and not repeated", async () => {
  const advice =
    "make one in your Kimai profile under API access and set --kimai-token (KIMAI_API_TOKEN)";
  for (const missing of [undefined, "", " "]) {
    const { api } = asked([json({})], { token: missing });
    await assert.rejects(api.request("GET", ["ping"]), {
      name: "UserError",
      message: `No API token for Kimai is configured: ${advice}`,
    });
  }
  for (const damaged of ["d4c3 b2a1", "d4c3\nb2a1", "d4c3ä"]) {
    const { api } = asked([json({})], { token: damaged });
    await assert.rejects(api.request("GET", ["ping"]), {
      name: "UserError",
      message:
        `The API token for Kimai has blanks or other characters that no token has: copy it again, or ${advice}`,
    });
  }
});

Deno.test("each segment of a path arrives as it was given, whatever is in it", () => {
  const segment = fc.oneof(
    fc.integer(),
    fc.string({ unit: "binary-ascii", minLength: 1 }).filter((text) =>
      text !== "." && text !== ".."
    ),
    fc.constantFrom("...", "a/b", "../..", "%2e%2e", "a?b", "a#b", "a\\b", " ", "\0", "ä😀"),
  );
  fc.assert(fc.property(fc.array(segment, { minLength: 1, maxLength: 4 }), (segments) => {
    const { pathname, search, hash } = new URL(`${url}/api${pathOf(segments)}`);
    assert.deepEqual([search, hash], ["", ""]);
    assert.deepEqual(pathname.split("/").slice(2).map(decodeURIComponent), segments.map(String));
  }));
});

Deno.test("a segment that would change the path is refused before anything is sent", async () => {
  for (const [segment, shown] of [["", ""], [".", "."], ["..", ".."], ["\ud800", "\ufffd"]]) {
    const { api, requests } = asked([json({})]);
    await assert.rejects(api.request("GET", ["tags", segment]), {
      name: "UserError",
      message: `Cannot ask Kimai for "${shown}": it is no id or name`,
    });
    assert.equal(requests.length, 0);
  }
});

Deno.test("queries are written as Kimai reads them", async () => {
  const { api, requests } = asked([json([])]);
  await api.request("GET", ["timesheets"], {
    query: {
      "users": [1, 2],
      tags: ["a&b"],
      none: [],
      full: true,
      exported: false,
      size: 5,
      term: "ä b",
      user: undefined,
    },
  });
  assert.equal(
    requests[0].url,
    `${url}/api/timesheets?users%5B%5D=1&users%5B%5D=2&tags%5B%5D=a%26b&full=1&exported=0&size=5&term=%C3%A4+b`,
  );
  await api.request("GET", ["ping"], { query: { a: undefined } });
  assert.equal(requests[1].url, `${url}/api/ping`);
});

Deno.test("a read carries token, accepted type and version, and no type of a body", async () => {
  const { api, requests } = asked([json({})], { token: ` ${token}\n` });
  await api.request("GET", ["ping"]);
  assert.deepEqual(Object.fromEntries(requests[0].headers), {
    accept: "application/json",
    authorization: "Bearer d4c3b2a1",
    "user-agent": `kimai-mcp/${about.version}`,
  });
  assert.equal(requests[0].redirect, "manual");
});

Deno.test("a write sends its body as JSON", async () => {
  const { api, requests } = asked([json({ id: 1 })]);
  const body = { project: 1, billable: false, end: null };
  assert.deepEqual(await api.request("PATCH", ["timesheets", 7], { body }), { id: 1 });
  assert.equal(requests[0].method, "PATCH");
  assert.equal(requests[0].headers.get("Content-Type"), "application/json");
  assert.deepEqual(await requests[0].json(), body);
});

Deno.test("an empty answer is undefined, and null stays null", async () => {
  const { api } = asked([new Response(null, { status: 204 }), new Response(""), json(null)]);
  assert.equal(await api.request("DELETE", ["timesheets", 7]), undefined);
  assert.equal(await api.request("DELETE", ["timesheets", 7]), undefined);
  assert.equal(await api.request("DELETE", ["users", "api-token", 7]), null);
});

Deno.test("an answer is what the schema makes of it", async () => {
  const { api } = asked([json({ id: 7, begin: "x", new_in_3: true })]);
  const answer = z.looseObject({ id: z.int().transform(String) });
  assert.deepEqual(await api.request("GET", ["timesheets", 7], { answer }), {
    id: "7",
    begin: "x",
    new_in_3: true,
  });
});

Deno.test("a read is tried three times, with pauses that double", async () => {
  for (
    const answer of [
      lost,
      refused,
      ...[429, 502, 503, 504].map((status) => new Response("", { status })),
    ]
  ) {
    const { api, requests, waits } = asked([answer]);
    await failure(api.request("GET", ["ping"]));
    assert.deepEqual([requests.length, waits], [3, [500, 1000]]);
  }
});

Deno.test("the pauses are spread over their whole length", async () => {
  const { api, waits } = asked([refused], { random: () => 0.25 });
  await failure(api.request("GET", ["ping"]));
  assert.deepEqual(waits, [125, 250]);
});

Deno.test("a read that succeeds the second time is answered", async () => {
  const { api, waits } = asked([lost, json({ message: "pong" })]);
  assert.deepEqual(await api.request("GET", ["ping"]), { message: "pong" });
  assert.deepEqual(waits, [500]);
});

Deno.test("only after a broken connection a read takes one of its own", async () => {
  const alone: unknown[] = [];
  const answers = [new Response("", { status: 502 }), lost, json({ message: "pong" })];
  const { api } = asked([], {
    fetch: (_input, init) => {
      alone.push(init && "alone" in init ? init.alone : undefined);
      const answer = answers[alone.length - 1];
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  });
  assert.deepEqual(await api.request("GET", ["ping"]), { message: "pong" });
  assert.deepEqual(alone, [undefined, undefined, true]);
});

Deno.test("a read whose body breaks off is tried again", async () => {
  const broken = () =>
    new Response(
      new ReadableStream({
        pull: (c) => c.error(new TypeError("error reading a body from connection")),
      }),
    );
  const { api, requests } = asked([broken, json([])]);
  assert.deepEqual(await api.request("GET", ["tags"]), []);
  assert.equal(requests.length, 2);
});

Deno.test("what another attempt would not change is not tried again", async () => {
  const certificate = denoError("(Connect): invalid peer certificate: UnknownIssuer");
  const statuses = [400, 401, 403, 404, 405, 410, 500].map((status) =>
    new Response("{}", { status })
  );
  for (const answer of [certificate, ...statuses]) {
    const { api, requests } = asked([answer]);
    await failure(api.request("GET", ["ping"]));
    assert.equal(requests.length, 1);
  }
});

Deno.test("Retry-After is waited for, in seconds or as a date", async () => {
  const now = Date.UTC(2026, 10, 20, 9, 0, 0);
  const limited = (value: string) =>
    new Response("", { status: 429, headers: { "Retry-After": value } });
  for (
    const [value, wait] of [["7", 7000], ["0", 500], ["Fri, 20 Nov 2026 09:00:12 GMT", 12000], [
      "Fri, 20 Nov 2026 08:00:00 GMT",
      500,
    ], ["soon", 500]] as const
  ) {
    const { api, waits } = asked([limited(value), json({})], { now: () => now });
    await api.request("GET", ["ping"]);
    assert.deepEqual(waits, [wait]);
  }
});

Deno.test("a Retry-After above 30 seconds is said and not waited for", async () => {
  const { api, requests, waits } = asked([
    new Response("", { status: 429, headers: { "Retry-After": "31" } }),
  ]);
  const error = await failure(api.request("GET", ["ping"]));
  assert.equal(error.fault, "rate_limited");
  assert.equal(
    error.message,
    "Something in front of Kimai at https://kimai.example.com limits how often it may be asked (429): try again in 31 s, and ask for less at once",
  );
  assert.deepEqual([requests.length, waits], [1, []]);
});

Deno.test("a write is sent once if it may have reached Kimai, and the caller is told to look", async () => {
  for (
    const answer of [lost, new Response("", { status: 502 }), new Response("", { status: 504 })]
  ) {
    for (const method of ["POST", "PATCH", "DELETE"] as const) {
      const { api, requests } = asked([answer]);
      const { message, fault } = await failure(
        api.request(method, ["timesheets", 7], { body: {} }),
      );
      assert.equal(requests.length, 1);
      assert.equal(fault, "unavailable");
      assert.ok(
        message.endsWith(
          "; the change may have been carried out, so look at the record before repeating it",
        ),
        message,
      );
    }
  }
  for (const status of [429, 503]) {
    const { api, requests } = asked([
      new Response("", { status, headers: { "Retry-After": "1" } }),
    ]);
    await failure(api.request("POST", ["timesheets"], { body: {} }));
    assert.equal(requests.length, 1);
  }
});

Deno.test("a write that never left is sent again", async () => {
  const unknown = denoError(
    "(Connect): dns error: failed to lookup address information: Name or service not known",
  );
  for (const answer of [refused, unknown, denoError("(Connect): tls handshake eof")]) {
    const { api, requests } = asked([answer, json({ id: 1 })]);
    assert.deepEqual(await api.request("POST", ["timesheets"], { body: { a: 1 } }), { id: 1 });
    assert.deepEqual(await Promise.all(requests.map((request) => request.text())), [
      '{"a":1}',
      '{"a":1}',
    ]);
  }
});

/** Waits until the request is aborted, as a Kimai that does not answer makes fetch do. */
const silence: Answer = (_, signal) =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

Deno.test("the deadline ends an attempt, which is not tried again", async () => {
  for (
    const [method, end] of [["GET", ""], [
      "POST",
      "; the change may have been carried out, so look at the record before repeating it",
    ]] as const
  ) {
    const { api, requests } = asked([silence], { deadline: 0.001 });
    // A signal's timer does not keep the program alive by itself.
    const alive = setInterval(() => {}, 1000);
    const error = await failure(api.request(method, ["timesheets"]));
    clearInterval(alive);
    assert.deepEqual([error.fault, requests.length], ["timeout", 1]);
    assert.equal(
      error.message,
      `Kimai at https://kimai.example.com did not answer ${method} /timesheets within 0.001 s: ask for less at once, or raise --kimai-timeout (KIMAI_TIMEOUT)${end}`,
    );
  }
});

Deno.test("cancelling reaches the request and rejects with the signal's reason", async () => {
  const cancelled = new AbortController();
  const { api, requests } = asked([(request, signal) => {
    queueMicrotask(() => cancelled.abort("no longer wanted"));
    return (silence as (r: Request, s: AbortSignal) => Promise<Response>)(request, signal);
  }]);
  const answer = api.request("GET", ["ping"], { signal: cancelled.signal });
  assert.equal(await answer.catch((reason) => reason), "no longer wanted");
  assert.equal(requests.length, 1);
});

Deno.test("cancelling ends a pause between attempts", async () => {
  const cancelled = new AbortController();
  const { api, requests } = asked([() => {
    setTimeout(() => cancelled.abort("no longer wanted"));
    return new Response("", { status: 503, headers: { "Retry-After": "30" } });
  }], { sleep: undefined });
  const answer = api.request("GET", ["ping"], { signal: cancelled.signal });
  assert.equal(await answer.catch((reason) => reason), "no longer wanted");
  assert.equal(requests.length, 1);
});

Deno.test("a cancelled call asks nothing", async () => {
  const { api, requests } = asked([json({})]);
  const answer = api.request("GET", ["ping"], { signal: AbortSignal.abort("before") });
  assert.equal(await answer.catch((reason) => reason), "before");
  assert.equal(requests.length, 0);
});

Deno.test("an error that the transport explains is neither changed nor tried again", async () => {
  const explained = new UserError("The CA file is missing");
  const { api, requests } = asked([explained]);
  assert.equal(await api.request("GET", ["ping"]).catch((error) => error), explained);
  assert.equal(requests.length, 1);
});

const redirect = (status: number, location?: string) =>
  new Response("moved", { status, headers: location === undefined ? {} : { Location: location } });

Deno.test("a read follows redirects within the origin, and from http to https of its host", async () => {
  const { api, requests } = asked(
    [
      redirect(301, "https://host/api/ping"),
      redirect(302, "/api/pong"),
      redirect(307, "x"),
      json("ok"),
    ],
    { url: "http://host" },
  );
  assert.equal(await api.request("GET", ["ping"]), "ok");
  assert.deepEqual(requests.map((request) => request.url), [
    "http://host/api/ping",
    "https://host/api/ping",
    "https://host/api/pong",
    "https://host/api/x",
  ]);
  assert.ok(
    requests.every((request) => request.headers.get("Authorization") === `Bearer ${token}`),
  );
});

Deno.test("the token does not follow a redirect to another place", async () => {
  for (
    const [from, to, origin] of [
      ["https://host", "https://sso.example.com/login?next=geheim", "https://sso.example.com"],
      ["https://host", "//evil.example/api/ping", "https://evil.example"],
      ["https://host", "http://host/api/ping", "http://host"],
      ["https://host", "https://host:8443/api/ping", "https://host:8443"],
      ["http://host", "http://host:81/", "http://host:81"],
    ]
  ) {
    const { api, requests } = asked([redirect(302, to), json({})], { url: from });
    const error = await failure(api.request("GET", ["ping"]));
    assert.equal(requests.length, 1);
    assert.equal(
      error.message,
      `Kimai at ${from} redirects GET /ping to ${origin}, where the token must not go: set --kimai-url (KIMAI_URL) to the address that Kimai's web pages end up at, and let requests to /api pass a login in front of it`,
    );
  }
});

Deno.test("a redirect to nowhere is explained", async () => {
  for (const location of [undefined, "http://", "mailto:a@b"]) {
    const { api } = asked([redirect(302, location)]);
    const { message, fault, status } = await failure(api.request("GET", ["ping"]));
    assert.match(
      message,
      /^Kimai at https:\/\/kimai\.example\.com redirects GET \/ping to nowhere: /,
    );
    assert.deepEqual([fault, status], ["unavailable", 302]);
  }
});

Deno.test("a read follows five redirects and no sixth", async () => {
  const { api, requests } = asked([redirect(302, "/api/ping")]);
  const { message } = await failure(api.request("GET", ["ping"]));
  assert.equal(requests.length, 6);
  assert.match(message, / redirects GET \/ping more than 5 times: /);
});

Deno.test("a write is redirected only where its method and body are kept", async () => {
  for (const status of [307, 308]) {
    const { api, requests } = asked([redirect(status, "https://host/api/tags"), json({ id: 1 })], {
      url: "http://host",
    });
    await api.request("POST", ["tags"], { body: { name: "a" } });
    assert.deepEqual(requests.map(({ method, url }) => `${method} ${url}`), [
      "POST http://host/api/tags",
      "POST https://host/api/tags",
    ]);
    assert.deepEqual(await requests[1].json(), { name: "a" });
  }
  for (const status of [301, 302, 303]) {
    for (const method of ["POST", "PATCH", "DELETE"] as Method[]) {
      const { api, requests } = asked([redirect(status, "https://host/api/tags"), json({})], {
        url: "http://host",
      });
      const { message } = await failure(api.request(method, ["tags"]));
      assert.equal(requests.length, 1);
      assert.equal(
        message,
        `Kimai at http://host redirects ${method} /tags to https://host in a way that loses what is to be changed: set --kimai-url (KIMAI_URL) to the address that Kimai's web pages end up at, and let requests to /api pass a login in front of it`,
      );
    }
  }
});

Deno.test("a change that is redirected to where it came from is not sent again", async () => {
  for (const method of ["POST", "PATCH", "DELETE"] as const) {
    const { api, requests } = asked([redirect(307, `${url}/api/tags`)]);
    const { message } = await failure(api.request(method, ["tags"], { body: {} }));
    assert.equal(requests.length, 1);
    assert.match(message, new RegExp(`redirects ${method} /tags to itself: `));
  }
});

Deno.test("a web page in answer to a change leaves open whether it was carried out", async () => {
  const page = new Response("<html></html>", { headers: { "Content-Type": "text/html" } });
  for (const [method, end] of [["POST", true], ["GET", false]] as const) {
    const { message } = await failure(asked([page]).api.request(method, ["tags"]));
    assert.match(message, / answers with a web page where Kimai's API should be: /);
    assert.equal(message.endsWith("look at the record before repeating it"), end);
  }
});

const status = (status: number) => new Response("{}", { status });

/** A client with a circuit, and the requests that were kept back. */
function guarded(answers: Answer[]) {
  let time = Date.UTC(2026, 10, 20, 9, 5);
  const kept: string[] = [];
  const options = {
    now: () => time,
    circuit: new Circuit({ log: silentLog, now: () => time }),
    observe: ({ method, outcome }: { method: string; outcome: string }) =>
      void (outcome === "kept back" && kept.push(method)),
  };
  return { ...asked(answers, options), kept, later: (ms: number) => void (time += ms) };
}

Deno.test("while Kimai is down nothing is sent but a probe, which is not repeated", async () => {
  const { api, requests, kept, later } = guarded([refused]);
  for (let call = 0; call < 3; call++) await failure(api.request("GET", ["ping"]));
  assert.equal(requests.length, 9);
  const { message, fault } = await failure(api.request("DELETE", ["timesheets", 7]));
  assert.equal(fault, "unavailable");
  assert.match(
    message,
    /^Kimai at .* does not answer since 09:05 UTC, so DELETE \/timesheets\/7 was/,
  );
  assert.match(message, /What happened last: Kimai at .* refuses connections: check that it runs/);
  assert.deepEqual([requests.length, kept], [9, ["DELETE"]]);
  later(1000);
  await failure(api.request("GET", ["ping"]));
  assert.equal(requests.length, 10);
});

Deno.test("a circuit closes with the first answer, without anybody's doing", async () => {
  const { api, requests, later } = guarded([lost, lost, lost, json({ message: "pong" })]);
  for (let call = 0; call < 3; call++) await failure(api.request("POST", ["timesheets"]));
  later(1000);
  assert.deepEqual(await api.request("GET", ["ping"]), { message: "pong" });
  assert.deepEqual(await api.request("GET", ["ping"]), { message: "pong" });
  assert.equal(requests.length, 5);
});

Deno.test("what opens a circuit is silence, failure or a page of Kimai's whole, no refusal of one person", async () => {
  const page = new Response("<html></html>", { headers: { "Content-Type": "text/html" } });
  const opening = [lost, refused, ...[500, 502, 503, 504].map(status), page];
  const others = [400, 401, 403, 404, 405, 409, 429].map(status);
  for (const [answers, sent] of [[opening, 3], [others, 4]] as const) {
    for (const answer of answers) {
      const { api, requests } = guarded([answer]);
      for (let call = 0; call < 4; call++) {
        await failure(api.request("POST", ["tags"], { answer: z.string() }));
      }
      // What never left is sent three times each.
      assert.equal(requests.length, answer === refused ? 9 : sent);
    }
  }
});

Deno.test("a change whose outcome is unknown to one is not told of to another", async () => {
  const { api } = guarded([lost]);
  for (let call = 0; call < 3; call++) await failure(api.request("PATCH", ["timesheets", 4711]));
  const { message } = await failure(api.request("GET", ["ping"]));
  assert.doesNotMatch(message, /4711|may have been carried out/);
});

/** A log that keeps its lines. */
function lines() {
  const kept: unknown[][] = [];
  const line = (level: string) => (...said: unknown[]) => void kept.push([level, ...said]);
  const log: Log = {
    debug: line("debug"),
    info: line("info"),
    warning: line("warning"),
    error: line("error"),
  };
  return { log, kept };
}

Deno.test("each attempt is one line in the log, without ids, values and bodies", async () => {
  const { log, kept } = lines();
  let time = 0;
  const { api } = asked([refused, json([{ secret: 1 }])], { log, now: () => (time += 5) });
  await api.request("GET", ["timesheets", 99, "meta"], { query: { term: "geheim" } });
  const line = { method: "GET", route: "/timesheets/{id}/meta" };
  assert.deepEqual(kept, [
    ["debug", "Asked Kimai", { ...line, failure: "refused", ms: 5 }],
    ["debug", "Asked Kimai", { ...line, status: 200, ms: 5 }],
  ]);
});

Deno.test("a token that went over http first is warned of once", async () => {
  const { log, kept } = lines();
  const { api } = asked([
    redirect(301, "https://host/"),
    json({}),
    redirect(301, "https://host/"),
    json({}),
  ], {
    log,
    url: "http://host",
  });
  await api.request("GET", ["ping"]);
  await api.request("GET", ["ping"]);
  assert.deepEqual(kept.filter(([level]) => level === "warning").map(([, message]) => message), [
    "Kimai redirects to https, so the token went there in clear first",
  ]);
});

Deno.test("a listing asks for the longest pages and reads all of them", async () => {
  const rows = Array.from({ length: 1100 }, (_, index) => ({ id: index + 1 }));
  const { api, requests } = asked([({ url }) => {
    const query = new URL(url).searchParams;
    const page = Number(query.get("page")), size = Number(query.get("size"));
    return json(rows.slice((page - 1) * size, page * size), {
      headers: { "X-Total-Count": "1100", "X-Total-Pages": "3", "X-Per-Page": "500" },
    });
  }]);
  const listed = await api.list(["timesheets"], {
    query: { user: "all" },
    rows: z.array(z.looseObject({ id: z.int() })),
  });
  assert.deepEqual(listed, { rows, total: 1100, complete: true });
  assert.deepEqual(
    requests.map(({ url }) => new URL(url).search),
    [1, 2, 3].map((page) => `?user=all&page=${page}&size=500`),
  );
});

Deno.test("what is only summed up comes page by page, within the row limit", async () => {
  const { api } = asked([({ url }) => {
    const page = Number(new URL(url).searchParams.get("page"));
    return json([{ id: page * 2 - 1 }, { id: page * 2 }], {
      headers: { "X-Total-Count": "9", "X-Total-Pages": "5", "X-Per-Page": "2" },
    });
  }], { rowLimit: 5 });
  const pages: unknown[][] = [];
  const read = await api.each(["timesheets"], {}, (rows) => pages.push(rows));
  assert.deepEqual(pages, [[{ id: 1 }, { id: 2 }], [{ id: 3 }, { id: 4 }], [{ id: 5 }]]);
  assert.deepEqual(read, { read: 5, total: 9, complete: false });
});

Deno.test("a listing stops at the row limit, or at the caller's if that is lower", async () => {
  const page = () =>
    json([{ id: 1 }, { id: 2 }], {
      headers: { "X-Total-Count": "9", "X-Total-Pages": "5", "X-Per-Page": "2" },
    });
  for (const [rowLimit, limit] of [[1, undefined], [100, 1], [1, 100]] as const) {
    const { api, requests } = asked([page], { rowLimit });
    assert.deepEqual(await api.list(["timesheets"], { limit }), {
      rows: [{ id: 1 }],
      total: 9,
      complete: false,
    });
    assert.equal(requests.length, 1);
  }
});

Deno.test("a row that is not understood is named", async () => {
  const { api } = asked([json([{ id: 1 }, { id: "x" }])]);
  const { message, fault } = await failure(
    api.list(["timesheets"], { rows: z.array(z.looseObject({ id: z.int() })) }),
  );
  assert.equal(
    message,
    `Kimai's answer to GET /timesheets was not understood: it has something unexpected in "[1].id"; compare Kimai's version with the versions that this program supports, and check proxies in between`,
  );
  assert.equal(fault, "unavailable");
});
