import assert from "node:assert/strict";
import {
  createNodeFetch,
  type NodeFetch,
  type NodeFetchOptions,
} from "../../src/lib/node_fetch.ts";
import {
  createDocumentFetch,
  type DocumentFetchOptions,
  type Fetched,
} from "../../src/oauth/document_fetch.ts";
import { OAuthError } from "../../src/oauth/errors.ts";
import {
  certificate,
  head,
  type HostileServer,
  otherCertificate,
  send,
  startHostileServer,
  untilGone,
} from "./hostile_server.ts";

const url = new URL("https://client.example.com/client.json");
const isLater = (error: Error) =>
  error instanceof OAuthError && error.code === "temporarily_unavailable";
const isNever = (message: RegExp) => (error: Error) =>
  error instanceof OAuthError && error.code === "invalid_client" && message.test(error.message);

interface Sent {
  address?: string;
  url: string;
  headers: Record<string, string>;
  redirect: string;
}

/** A fetch whose look-ups and connections are functions of the test. */
function setUp(
  options: Partial<DocumentFetchOptions> & {
    addresses?: readonly string[];
    answer?: () => Response | Promise<Response>;
  } = {},
) {
  const { addresses = ["93.184.215.14"], answer = () => Response.json({}), ...rest } = options;
  const sent: Sent[] = [];
  const looked: string[] = [];
  const seen = { closed: 0, timers: 0, ms: 0, fire: () => {} };
  const connect = ({ address }: NodeFetchOptions): NodeFetch =>
    Object.assign(async (input: Request | URL | string, init?: RequestInit) => {
      const { url, headers, redirect, signal } = new Request(input, init);
      sent.push({ address, url, headers: Object.fromEntries(headers), redirect });
      const cancelled = Promise.withResolvers<Response>();
      signal.addEventListener("abort", () => cancelled.reject(signal.reason));
      return await Promise.race([answer(), cancelled.promise]);
    }, {
      close() {
        seen.closed++;
      },
    });
  const fetch = createDocumentFetch({
    loopback: false,
    now: () => 1_800_000_000,
    lookup: (host) => {
      looked.push(host);
      return Promise.resolve(addresses);
    },
    connect,
    later: (fire, ms) => {
      Object.assign(seen, { fire, ms, timers: seen.timers + 1 });
      return () => seen.timers--;
    },
    ...rest,
  });
  return { fetch, sent, looked, seen };
}

Deno.test("D8: the document is asked for once, at the address that was checked", async () => {
  const headers = {
    "Content-Type": "application/json; charset=utf-8",
    "Cache-Control": "max-age=9",
  };
  const { fetch, sent, looked, seen } = setUp({
    answer: () => new Response('{"client_id":"ü"}', { headers }),
  });
  const { text, headers: answered } = await fetch(url);
  assert.equal(text, '{"client_id":"ü"}');
  assert.equal(answered.get("Cache-Control"), "max-age=9");
  assert.deepEqual(looked, ["client.example.com"]);
  assert.deepEqual(sent, [{
    address: "93.184.215.14",
    url: url.href,
    headers: {
      accept: "application/json",
      "accept-encoding": "identity",
      "user-agent": "mcp-authorization-server",
    },
    redirect: "manual",
  }]);
  assert.deepEqual([seen.closed, seen.timers, seen.ms], [1, 0, 5000]);
});

Deno.test("44: a host that leads inside is refused before any connection, and the answer does not say where to", async () => {
  const inside = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.0.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "::1",
    "fc00::1",
    "fe80::1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
  ];
  for (const address of inside) {
    for (const addresses of [[address], ["93.184.215.14", address], [address, "93.184.215.14"]]) {
      const { fetch, sent } = setUp({ addresses });
      await assert.rejects(fetch(url), (error: Error) => {
        assert(!error.message.includes(address));
        return isNever(/not public/)(error);
      });
      assert.deepEqual(sent, []);
    }
  }
});

Deno.test("44: a name that leads elsewhere at the next look-up is not looked up again", async () => {
  let looked = 0;
  const lookup = () => Promise.resolve([looked++ === 0 ? "93.184.215.14" : "127.0.0.1"]);
  const { fetch, sent } = setUp({ lookup });
  await fetch(url);
  assert.deepEqual([looked, sent[0].address], [1, "93.184.215.14"]);
});

Deno.test("a host without an address, or whose look-up fails, is not there now", async () => {
  await assert.rejects(setUp({ addresses: [] }).fetch(url), isLater);
  const lookup = () => Promise.reject(new Error("ENOTFOUND"));
  await assert.rejects(setUp({ lookup }).fetch(url), isLater);
});

Deno.test("the log learns what stood behind a failure, and the answer does not", async () => {
  const behind = new Error("certificate has expired");
  const answer = () => Promise.reject(new TypeError("fetch failed", { cause: behind }));
  await assert.rejects(setUp({ answer }).fetch(url), (error: Error) => {
    assert.equal(error.cause, behind);
    return isLater(error) && !error.message.includes("expired");
  });
});

Deno.test("D8: a server of this machine alone may be led to itself by its own names, and by no others", async () => {
  const own = (hostname: string, addresses: string[]) =>
    setUp({ loopback: true, addresses }).fetch(new URL(`https://${hostname}:8443/c`));
  await own("localhost", ["127.0.0.1", "::1"]);
  await own("127.0.0.1", ["127.0.0.1"]);
  await own("[::1]", ["::1"]);
  await assert.rejects(own("localhost", ["10.0.0.1"]), isNever(/not public/));
  await assert.rejects(own("client.example.com", ["127.0.0.1"]), isNever(/not public/));
  const outside = setUp({ addresses: ["127.0.0.1"] });
  await assert.rejects(outside.fetch(new URL("https://localhost/c")), isNever(/not public/));
});

Deno.test("45: only status 200 is a document, and a redirect is not followed", async () => {
  const headers = { "Content-Type": "application/json", Location: "https://127.0.0.1/" };
  for (const status of [201, 204, 301, 302, 303, 307, 308, 400, 401, 403, 404, 410]) {
    const body = status === 204 ? null : "{}";
    const { fetch, sent } = setUp({ answer: () => new Response(body, { status, headers }) });
    await assert.rejects(fetch(url), isNever(new RegExp(`status ${status} instead of 200`)));
    assert.equal(sent.length, 1);
  }
});

Deno.test("45: 429 and 5xx are for now only", async () => {
  for (const status of [429, 500, 502, 503]) {
    const { fetch } = setUp({ answer: () => Response.json({}, { status }) });
    await assert.rejects(fetch(url), isLater);
  }
});

Deno.test("45: what is no JSON by its type, compressed, or not UTF-8 is refused", async () => {
  const answered = (headers: HeadersInit, body: BodyInit = "{}") =>
    setUp({ answer: () => new Response(body, { headers }) }).fetch(url);
  for (const type of ["text/html", "text/json", "application/jsonp", "", "xapplication/json"]) {
    await assert.rejects(answered({ "Content-Type": type }), isNever(/not with JSON/), type);
  }
  for (const type of ["application/json", "APPLICATION/JSON;x=y", "application/cimd+json"]) {
    assert.equal((await answered({ "Content-Type": type })).text, "{}");
  }
  const gzip = { "Content-Type": "application/json", "Content-Encoding": "gzip" };
  await assert.rejects(answered(gzip), isNever(/Content-Encoding/));
  const json = { "Content-Type": "application/json" };
  await assert.rejects(answered(json, Uint8Array.of(0xff)), isNever(/UTF-8/));
});

Deno.test("45: a deadline ends the look-up and the answer, and nothing is left behind", async () => {
  const never = new Promise<never>(() => {});
  const slow = setUp({ answer: () => never });
  const answer = slow.fetch(url);
  while (slow.sent.length === 0) await Promise.resolve();
  slow.seen.fire();
  await assert.rejects(answer, isLater);
  assert.deepEqual([slow.seen.closed, slow.seen.timers], [1, 0]);
  const stuck = setUp({ lookup: () => never });
  const looking = stuck.fetch(url);
  stuck.seen.fire();
  await assert.rejects(looking, isLater);
  assert.deepEqual([stuck.seen.closed, stuck.seen.timers], [0, 0]);
});

Deno.test("46: 1,000 URLs at one host at once make four requests, and many hosts ten", async () => {
  const gate = Promise.withResolvers<Response>();
  const count = async (urls: URL[], addressOf: (host: string) => string) => {
    const { fetch, sent } = setUp({
      lookup: (host) => Promise.resolve([addressOf(host)]),
      answer: () => gate.promise.then((answer) => answer.clone()),
    });
    const refused = urls.map((one) =>
      fetch(one).then(() => 0, (error) => (assert(isLater(error)), 1))
    );
    while (sent.length === 0) await Promise.resolve();
    // All that is to be refused is by now, for nothing of it waits.
    for (let turn = 0; turn < 100; turn++) await Promise.resolve();
    return { sent, refused };
  };
  const paths = Array.from({ length: 1000 }, (_, at) => new URL(`https://victim.example/${at}`));
  const one = await count(paths, () => "93.184.215.14");
  assert.equal(one.sent.length, 4);
  const hosts = Array.from({ length: 1000 }, (_, at) => new URL(`https://h${at}.example/c`));
  const numberOf = (host: string) => Number(/\d+/.exec(host));
  const many = await count(hosts, (host) => `93.${numberOf(host) >> 8}.${numberOf(host) & 255}.1`);
  assert.equal(many.sent.length, 10);
  // Other names of one address are the same victim.
  const aliases = await count(hosts, () => "93.184.215.14");
  assert.equal(aliases.sent.length, 4);
  gate.resolve(Response.json({}));
  for (const { sent, refused } of [one, many, aliases]) {
    const sum = (await Promise.all(refused)).reduce((total, one) => total + one, 0);
    assert.equal(sum, 1000 - sent.length);
  }
});

Deno.test("46: one after the other, an address is asked 30 times a minute", async () => {
  let seconds = 60_000;
  const { fetch, sent } = setUp({ now: () => seconds });
  for (let count = 0; count < 30; count++) await fetch(url);
  await assert.rejects(fetch(url), isLater);
  assert.equal(sent.length, 30);
  seconds += 60;
  await fetch(url);
});

/** Fetches from a server that answers as `respond` does; `fire` lets the deadline pass. */
async function fromHostile(
  respond: (connection: Deno.Conn) => Promise<void>,
  run: (
    answer: Promise<Fetched>,
    server: HostileServer,
    fire: () => void,
  ) => void | Promise<void>,
  trusted = certificate!.cert,
) {
  await using server = startHostileServer(certificate!, respond);
  let fire = () => {};
  const fetch = createDocumentFetch({
    loopback: true,
    now: () => 0,
    lookup: () => Promise.resolve(["127.0.0.1"]),
    connect: (options) => createNodeFetch({ ...options, ca: [trusted] }),
    later: (task) => {
      fire = task;
      return () => {};
    },
  });
  const answer = fetch(new URL(`https://localhost:${server.port}/client.json`));
  await run(answer, server, () => fire());
}

const hostileTest = (name: string, fn: () => Promise<void>) =>
  Deno.test({
    name: certificate ? name : `${name} (skipped: no openssl)`,
    ignore: !certificate,
    // Those of `deno task start`.
    permissions: { net: true, read: true, env: true },
    fn,
  });

const isTooLong = isNever(/more than 5120 bytes/);

hostileTest(
  "D8: over TLS the request says the least there is, and the document comes back",
  async () => {
    const respond = (connection: Deno.Conn) => send(connection, `${head("Content-Length: 2")}{}`);
    await fromHostile(respond, async (answer, server) => {
      assert.equal((await answer).text, "{}");
      const [line, ...headers] = server.received.trim().toLowerCase().split("\r\n");
      assert.equal(line, "get /client.json http/1.1");
      assert.deepEqual(headers.sort(), [
        "accept-encoding: identity",
        "accept: application/json",
        "connection: keep-alive",
        `host: localhost:${server.port}`,
        "user-agent: mcp-authorization-server",
      ]);
    });
  },
);

hostileTest("a certificate that nobody trusts is not talked to", async () => {
  const respond = (connection: Deno.Conn) => send(connection, `${head("Content-Length: 2")}{}`);
  await fromHostile(respond, async (answer, server) => {
    await assert.rejects(answer, isLater);
    assert.equal(server.received, "");
  }, otherCertificate!.cert);
});

hostileTest("45: 6 KB are refused, however they are sent", async () => {
  const body = JSON.stringify({ x: "x".repeat(6000) });
  const answers = [
    head(`Content-Length: ${body.length}`) + body,
    `${head("Transfer-Encoding: chunked")}${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
    head("Connection: close") + body,
  ];
  for (const text of answers) {
    await fromHostile(
      (connection) => send(connection, text),
      (answer) => assert.rejects(answer, isTooLong),
    );
  }
});

hostileTest("45: an endless body is left after the limit", async () => {
  const chunk = `400\r\n${"x".repeat(1024)}\r\n`;
  const respond = async (connection: Deno.Conn) => {
    await send(connection, head("Transfer-Encoding: chunked"));
    // Ends when the client is gone, else the test never does.
    for (;;) await send(connection, chunk);
  };
  await fromHostile(respond, (answer) => assert.rejects(answer, isTooLong));
});

hostileTest("45: headers without end are refused", async () => {
  const line = `X-Filler: ${"x".repeat(1000)}\r\n`;
  const respond = async (connection: Deno.Conn) => {
    await send(connection, "HTTP/1.1 200 OK\r\n");
    // Ends when the client is gone, else the test never does.
    for (;;) await send(connection, line);
  };
  await fromHostile(respond, (answer) => assert.rejects(answer, isLater));
});

hostileTest("45: a bomb in gzip is not blown up", async () => {
  const zeros = new Blob([new Uint8Array(1_000_000)]).stream();
  const packed = await new Response(zeros.pipeThrough(new CompressionStream("gzip"))).bytes();
  assert(packed.length < 5120);
  const respond = async (connection: Deno.Conn) => {
    await send(connection, head("Content-Encoding: gzip", `Content-Length: ${packed.length}`));
    await send(connection, packed);
  };
  await fromHostile(respond, (answer) => assert.rejects(answer, isNever(/Content-Encoding/)));
});

hostileTest("45: an answer that stops anywhere is left at the deadline", async () => {
  const beginnings = [
    "",
    "HTTP/1.1 200",
    `${head("Content-Length: 100")}{`,
    `${head("Transfer-Encoding: chunked")}1\r\n{\r\n`,
  ];
  for (const beginning of beginnings) {
    const respond = async (connection: Deno.Conn) => {
      await send(connection, beginning);
      await untilGone(connection);
    };
    await fromHostile(respond, async (answer, { asked }, fire) => {
      await asked;
      fire();
      await assert.rejects(answer, isLater);
    });
  }
});

hostileTest("45: what is no HTTP, or breaks off, is refused", async () => {
  const answers = ["SSH-2.0-x\r\n", "", `${head("Content-Length: 100")}{`, "HTTP/1.1 200"];
  for (const text of answers) {
    await fromHostile(
      (connection) => send(connection, text),
      (answer) => assert.rejects(answer, isLater),
    );
  }
});

hostileTest("45: a redirect to somebody's inside is not followed", async () => {
  const lines = ["HTTP/1.1 302 Found", "Location: https://127.0.0.1:1/", "Content-Length: 0"];
  await fromHostile(
    (connection) => send(connection, `${lines.join("\r\n")}\r\n\r\n`),
    (answer) => assert.rejects(answer, isNever(/status 302/)),
  );
});
