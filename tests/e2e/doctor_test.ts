/** What `doctor` says of set-ups that are really broken, and that it says nothing else is. */

import assert from "node:assert/strict";
import { createDemoKimai } from "../../src/connectors/kimai/demo/mod.ts";
import { asVersion } from "../../src/connectors/kimai/demo/versions.ts";
import { type Certificate, createAuthority, createCertificate } from "../support/certificate.ts";
import { inFolder } from "../support/folder.ts";
import { program, run, Running } from "../support/program.ts";
import { closedPort, serve, type Served, serveSilence } from "./kimais.ts";
import { isOldRuntime, newRuntimeTest } from "./runtime.ts";
import { createHome } from "./setup_home.ts";

const demo = createDemoKimai();
/** A plain user's. */
const token = demo.tokens.ben;

interface Found {
  group: string;
  name: string;
  outcome: "ok" | "warning" | "failed" | "skipped";
  text: string;
  fix?: string;
}

interface Seen {
  code: number;
  findings: Found[];
  /** Names of what is red, and of what is yellow. */
  red: string[];
  yellow: string[];
  of(name: string): Found | undefined;
}

/** What this machine has set, and would be told about. */
const machine = { TZ: "UTC", ALL_PROXY: "", HTTP_PROXY: "", HTTPS_PROXY: "", NO_PROXY: "" };

/** Runs the command with these variables. */
async function doctor(env: Record<string, string>, ...args: string[]): Promise<Seen> {
  const variables = { ...machine, ...env };
  const { code, stdout, stderr } = await run(program(["doctor", "--json", ...args], variables));
  // An older runtime complains about itself when a name is looked up.
  if (!isOldRuntime) assert.equal(stderr, "");
  const { ok, findings } = JSON.parse(stdout) as { ok: boolean; findings: Found[] };
  assert.equal(ok, code === 0);
  assert.doesNotMatch(stdout, new RegExp(token), "the token is shown");
  for (const { text, fix = "", outcome } of findings) {
    assert.match(text, /[^.]$/);
    assert(outcome !== "failed" || fix !== "", `no fix for ${text}`);
  }
  const names = (wanted: string) =>
    findings.filter(({ outcome }) => outcome === wanted).map(({ name }) => name);
  const of = (wanted: string) => findings.find(({ name }) => name === wanted);
  return { code, findings, red: names("failed"), yellow: names("warning"), of };
}

const at = (kimai: { url: string }, more: Record<string, string> = {}) => ({
  KIMAI_URL: kimai.url,
  KIMAI_API_TOKEN: token,
  ...more,
});

/** Exactly one red line, by its name, and its text and fix. */
function assertRed({ code, red, of }: Seen, name: string, text: RegExp, fix: RegExp): void {
  assert.deepEqual([code, red], [1, [name]]);
  assert.match(of(name)!.text, text);
  assert.match(of(name)!.fix!, fix);
}

function assertGreen({ code, red, yellow }: Seen): void {
  assert.deepEqual([code, red, yellow], [0, [], []]);
}

Deno.test("a healthy Kimai is green for a plain user, and what he may not is no fault", async () => {
  await using kimai = serve(demo.fetch);
  const seen = await doctor(at(kimai));
  assertGreen(seen);
  assert.equal(seen.of("Token")?.text, "Kimai accepts it as that of Ben Okafor (ben)");
  assert.match(seen.of("Rights")!.text, /^As user .*; may not .*list users/);
  assert.match(seen.of("Clock")!.text, /agree$/);
});

Deno.test("for people it is lines, with the fix below what is red", async () => {
  await using kimai = serve(demo.fetch);
  const env = { ...machine, ...at(kimai), KIMAI_API_TOKEN: "not-a-token" };
  const { code, stdout } = await run(program(["doctor"], env));
  assert.equal(code, 1);
  assert.match(stdout, /^kimai-mcp \d\S+, \w+ \w+, Deno \S+\n\nSettings\n {2}ok {7}--kimai-url /);
  assert.match(
    stdout,
    /\n {2}failed {3}Token {16}Kimai does not accept it \(401\): .*\n {11}Fix: Make a new one /,
  );
  assert.match(stdout, /\n\d+ ok, 1 failed\n$/);
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(stdout, /\x1b|\r|not-a-token/);
});

Deno.test("Kimai down: the connection is red", async () => {
  const seen = await doctor(at({ url: `http://127.0.0.1:${closedPort()}` }));
  assertRed(seen, "Connection", /^127\.0\.0\.1 refuses connections/, /^Check that Kimai runs/);
});

Deno.test("a Kimai that never answers: the API is red after the time that is set", async () => {
  await using kimai = serveSilence();
  const seen = await doctor(at(kimai, { KIMAI_TIMEOUT: "1" }));
  assertRed(seen, "API", /did not answer GET \/version within 1 s$/, /--kimai-timeout/);
});

Deno.test({
  name: "Ctrl-C ends it at once, with what was found so far and exit code 1",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using kimai = serveSilence();
    await using running = new Running(program(["doctor"], { ...machine, ...at(kimai) }));
    await kimai.asked;
    running.signal("SIGINT");
    assert.equal((await running.ended).code, 1);
    assert.match(running.stdout, /Connection .*\n\n\d+ ok\n$/);
    assert.equal(running.stderr, "");
  },
});

Deno.test("a name that nobody knows: the DNS is red", async () => {
  const seen = await doctor(at({ url: "https://kimai.invalid" }));
  assertRed(seen, "DNS", /"kimai\.invalid"/, /--kimai-url \(KIMAI_URL\)/);
});

Deno.test("with nothing set it looks with what setup wrote for the assistants", async () => {
  await using kimai = serve(demo.fetch);
  await using home = await createHome();
  await Deno.writeTextFile(`${home.env.HOME}/token`, token, { mode: 0o600 });
  const flags = ["--kimai-url", kimai.url, "--kimai-token-file", `${home.env.HOME}/token`];
  const setup = await home.setup(["cursor", "gemini", "--yes", ...flags]);
  assert.equal(setup.code, 0, setup.stderr);
  const seen = await doctor(home.env);
  assertGreen(seen);
  assert.match(seen.of("Cursor, kimai")!.text, /^Started with what .* \S+mcp\.json$/);
  assert.deepEqual(
    seen.findings.filter(({ name }) => name === "Token").map(({ group, text }) => [group, text]),
    [["Kimai", "Kimai accepts it as that of Ben Okafor (ben)"]],
  );
});

Deno.test("no address and no token: each is named with its setting", async () => {
  await using home = await createHome();
  assertRed(
    await doctor(home.env),
    "Address",
    /^No Kimai is configured$/,
    /^Set --kimai-url \(KIMAI_URL\)/,
  );
  await using kimai = serve(demo.fetch);
  const seen = await doctor({ KIMAI_URL: kimai.url });
  assertRed(seen, "Token", /^No API token/, /--kimai-token \(KIMAI_API_TOKEN\)$/);
});

const loginPage = "<!doctype html><title>Sign in</title><form><input type=password name=p></form>";
const asPage = { headers: { "Content-Type": "text/html; charset=utf-8" } };

Deno.test("a login page in its place: the API is red", async () => {
  await using kimai = serve(() => new Response(loginPage, asPage));
  const seen = await doctor(at(kimai));
  assertRed(seen, "API", /^A login page came instead/, /^Let requests to \/api pass that login/);
});

Deno.test("a redirect to a login elsewhere is red, and the token does not go there", async () => {
  const asked: string[] = [];
  await using login = serve((request) => {
    asked.push(request.headers.get("Authorization") ?? "nothing");
    return new Response(loginPage, asPage);
  });
  await using kimai = serve(() =>
    Response.redirect(`http://localhost:${login.port}/oauth2/sign_in?rd=%2F`)
  );
  const seen = await doctor(at(kimai));
  assertRed(seen, "Redirect", /^Requests are sent on to a login at localhost/, /^Let requests to/);
  assert.deepEqual(asked, []);
});

Deno.test("a redirect to another address is red, and says which one to set", async () => {
  await using kimai = serve(demo.fetch);
  await using old = serve((request) => {
    const { pathname } = new URL(request.url);
    return Response.redirect(`http://localhost:${kimai.port}${pathname}`, 301);
  });
  const seen = await doctor(at(old));
  const other = `http://localhost:${kimai.port}`;
  assertRed(seen, "Redirect", /where the token must not go$/, new RegExp(`"${other}"`));
});

Deno.test("a page's address in place of Kimai's: the API is red, and says the right one", async () => {
  await using kimai = serve(demo.fetch);
  const seen = await doctor(at({ url: `${kimai.url}/en/dashboard/` }));
  assertRed(seen, "API", /instead of an answer of Kimai/, new RegExp(`"${kimai.url}": Kimai`));
});

Deno.test("Kimai below a path, where a proxy takes that off, is green", async () => {
  await using kimai = serve((request) => {
    const url = new URL(request.url);
    if (!url.pathname.startsWith("/time/")) return new Response("nothing here", { status: 404 });
    url.pathname = url.pathname.slice("/time".length);
    return demo.fetch(new Request(url, request));
  });
  assertGreen(await doctor(at({ url: `${kimai.url}/time` })));
  const seen = await doctor(at(kimai));
  assertRed(seen, "API", /^Something else came .*\(404\)$/, /^Check host and path/);
});

Deno.test("a proxy that drops the token: the token is red, and the header is named", async () => {
  await using kimai = serve((request) => {
    const headers = new Headers(request.headers);
    headers.delete("Authorization");
    return demo.fetch(new Request(request, { headers }));
  });
  const seen = await doctor(at(kimai));
  assertRed(seen, "Token", /drops the header Authorization$/, /^Let the header pass: CGIPassAuth/);
});

Deno.test("an older Kimai lacks something, and one without tokens is red", async () => {
  await using older = serve(asVersion(demo.fetch, "2.40.0"));
  const lacking = await doctor(at(older));
  assert.deepEqual([lacking.code, lacking.red, lacking.yellow], [0, [], ["Version"]]);
  assert.match(lacking.of("Version")!.text, /^Kimai 2\.40\.0 lacks .*comments \(2\.57\)/);
  await using old = serve(asVersion(demo.fetch, "2.10.0"));
  assertRed(await doctor(at(old)), "Token", /^This Kimai is older than 2\.18/, /^Update Kimai/);
});

Deno.test("a clock that is wrong is red, and the rest is looked at", async () => {
  const ahead = Temporal.Now.instant().add({ minutes: 12 });
  const kimaiAhead = createDemoKimai({ now: () => ahead });
  await using kimai = serve(async (request) => {
    const response = await kimaiAhead.fetch(request);
    response.headers.set("Date", new Date(ahead.epochMilliseconds).toUTCString());
    return response;
  });
  const seen = await doctor(at(kimai));
  assertRed(seen, "Clock", /^Kimai's clock is 1[12] min ahead of this computer's/, /by NTP/);
  assert.equal(seen.of("Response time")?.outcome, "ok");
});

Deno.test("a firewall that forbids programs: the API is red", async () => {
  const forbidden = { status: 403, ...asPage };
  await using kimai = serve(() => new Response("<h1>403 Forbidden</h1>", forbidden));
  const seen = await doctor(at(kimai));
  assertRed(
    seen,
    "API",
    /^A proxy or firewall before Kimai forbids/,
    /^Let requests to \/api pass/,
  );
});

const authority = await createAuthority("Test Root");

/** An older runtime does not tell what is wrong with a certificate. */
function tlsTest(name: string, fn: () => Promise<void>): void {
  newRuntimeTest(name, fn, { without: authority ? undefined : "no openssl" });
}

/** The embedded Kimai behind a certificate, under the name localhost. */
function serveTls(certificate: Certificate): Served {
  const options = { hostname: "127.0.0.1", port: 0, onListen() {}, ...certificate };
  const server = Deno.serve(options, (request) => demo.fetch(request));
  const { port } = server.addr as Deno.NetAddr;
  return {
    port,
    url: `https://localhost:${port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** Calls with the path of a file in which the authority's certificate is. */
async function withCa(cert: string, task: (path: string) => Promise<void>): Promise<void> {
  await inFolder(async (path) => {
    await Deno.writeTextFile(path("ca.pem"), cert);
    await task(path("ca.pem"));
  });
}

tlsTest(
  "a certificate from an own authority is green with its file, red without it and with another",
  async () => {
    await using kimai = serveTls(await authority!.issue({ hosts: ["localhost"] }));
    await withCa(authority!.cert, async (path) => {
      const seen = await doctor(at(kimai, { KIMAI_SSL_VERIFY: path }));
      assert.deepEqual([seen.code, seen.red], [0, []]);
      assert.match(seen.of("Certificate")!.text, /^Valid from .*issued by "Test Root"$/);
      assert.equal(seen.of("Token")?.outcome, "ok");
    });
    const without = await doctor(at(kimai));
    const fix =
      /give a file with the certificate of "Test Root" in --ssl-verify \(KIMAI_SSL_VERIFY\)$/;
    assertRed(without, "Certificate", /^It was issued by "Test Root", which is not trusted/, fix);
    const other = await createAuthority("Other Root");
    await withCa(other!.cert, async (path) => {
      const seen = await doctor(at(kimai, { KIMAI_SSL_VERIFY: path }));
      assertRed(seen, "Certificate", /ca\.pem" has "Other Root"$/, fix);
    });
  },
);

tlsTest("a certificate that has expired is red", async () => {
  const expired = await authority!.issue({ hosts: ["localhost"], from: -30, to: -3 });
  await using kimai = serveTls(expired);
  await withCa(authority!.cert, async (path) => {
    const seen = await doctor(at(kimai, { KIMAI_SSL_VERIFY: path }));
    assertRed(seen, "Certificate", /^Expired on \d{4}-\d\d-\d\d, 3 days ago$/, /^Have it renewed/);
  });
});

tlsTest("a certificate for another name is red, and says for which", async () => {
  await using kimai = serveTls(await authority!.issue({ hosts: ["other.test"] }));
  await withCa(authority!.cert, async (path) => {
    const seen = await doctor(at(kimai, { KIMAI_SSL_VERIFY: path }));
    assertRed(
      seen,
      "Certificate",
      /^It is made out for other\.test, and not for localhost$/,
      /^Have one issued for localhost, or use a name/,
    );
  });
});

tlsTest(
  "a self-signed certificate is red, green as its own file, and a warning unchecked",
  async () => {
    const certificate = (await createCertificate("localhost"))!;
    await using kimai = serveTls(certificate);
    assertRed(
      await doctor(at(kimai)),
      "Certificate",
      /^It is self-signed/,
      /^Give a file with a copy of it in --ssl-verify/,
    );
    await withCa(certificate.cert, async (path) => {
      const seen = await doctor(at(kimai, { KIMAI_SSL_VERIFY: path }));
      assert.deepEqual([seen.code, seen.red, seen.of("Token")?.outcome], [0, [], "ok"]);
    });
    const seen = await doctor(at(kimai, { KIMAI_SSL_VERIFY: "false" }));
    assert.deepEqual([seen.code, seen.red, seen.of("Certificate")?.outcome], [0, [], "warning"]);
    assert.match(seen.of("Certificate")!.text, /nobody checks it/);
    assert.equal(seen.of("Token")?.outcome, "ok");
  },
);

tlsTest("http that is sent on to https is a warning that names the address", async () => {
  const certificate = (await createCertificate("localhost"))!;
  await using secure = serveTls(certificate);
  await using plain = serve((request) => {
    const { pathname, search } = new URL(request.url);
    return Response.redirect(`${secure.url}${pathname}${search}`, 301);
  });
  await withCa(certificate.cert, async (path) => {
    const env = at({ url: `http://localhost:${plain.port}` }, { KIMAI_SSL_VERIFY: path });
    const { code, red, yellow, of } = await doctor(env);
    assert.deepEqual([code, red, yellow.includes("Redirect")], [0, [], true]);
    assert.equal(of("Redirect")?.fix, `Set --kimai-url (KIMAI_URL) to "${secure.url}"`);
    assert.equal(of("Token")?.outcome, "ok");
  });
});

tlsTest("https where plain http is spoken, and the other way round", async () => {
  await using plain = serve(demo.fetch);
  const secure = await doctor(at({ url: `https://localhost:${plain.port}` }));
  assertRed(secure, "Certificate", /does not speak https$/, /\(http or https\)$/);
  await using tls = serveTls(await authority!.issue({ hosts: ["localhost"] }));
  const wrong = await doctor(at({ url: `http://localhost:${tls.port}` }));
  assertRed(wrong, "API", /./, /; if the port speaks https, write https:\/\/ in front/);
});

Deno.test("through a proxy the way is the proxy's, and it is named without its credentials", async () => {
  await using kimai = serve(demo.fetch);
  const forwarded: string[] = [];
  await using proxy = serve((request) => {
    forwarded.push(request.url);
    return demo.fetch(request);
  });
  const HTTP_PROXY = `http://anna:hunter2@127.0.0.1:${proxy.port}`;
  const seen = await doctor(at(kimai, { HTTP_PROXY }));
  assertGreen(seen);
  assert.match(seen.of("Way")!.text, new RegExp(`^Through the proxy ${proxy.url},`));
  assert.equal(seen.of("Proxies")?.text, `HTTP_PROXY is ${proxy.url}`);
  assert.doesNotMatch(JSON.stringify(seen.findings), /hunter2/);
  assert(forwarded.length > 0);
});

Deno.test("accounts are read, and each one's Kimai is looked at where that is wished", async () => {
  await using kimai = serve(demo.fetch);
  const account = (kimai_token: string) => ({ kimai_url: kimai.url, kimai_token });
  await inFolder(async (path) => {
    const file = path("users.json");
    const users = { ben: account(token), carla: account("token-of-nobody") };
    await Deno.writeTextFile(file, JSON.stringify(users), { mode: 0o600 });
    const read = await doctor({ USERS_CONFIG_FILE: file });
    assert.deepEqual([read.code, read.red], [0, []]);
    assert.equal(read.of("Accounts")?.text, "2 accounts: ben, carla");
    assert.equal(read.of("Kimai")?.outcome, "skipped");
    const seen = await doctor({ USERS_CONFIG_FILE: file }, "--accounts");
    assertRed(seen, "carla: Token", /^Kimai does not accept it/, /^Make a new one/);
    assert.match(seen.of("ben")!.text, /^All is well with Kimai/);
    await Deno.writeTextFile(file, '{"ben": {},}');
    assertRed(await doctor({ USERS_CONFIG_FILE: file }), "Accounts", /is not JSON/, /^Mend it/);
  });
});
