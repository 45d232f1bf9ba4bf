import assert from "node:assert/strict";
import { program, run } from "../support/program.ts";
import { createAuthority, type Issue } from "../support/certificate.ts";
import { createFolder } from "../support/folder.ts";
import { closedPort } from "./kimais.ts";
import { nginxTest, startNginx, type Variation } from "./nginx.ts";
import { secrets, servePeople } from "./people.ts";
import { isOldRuntime, newRuntimeTest } from "./runtime.ts";
import type { Started } from "./ways.ts";

/** A line of the report. */
interface Line {
  group: string;
  name: string;
  outcome: "ok" | "warning" | "failed" | "skipped";
  text: string;
  fix?: string;
}

interface SetUp extends Omit<Variation, "certificate"> {
  /** What is special about the certificate. */
  issue?: Partial<Issue>;
  /** Behind the host, such as `/kimai`. */
  path?: string;
  /** The server takes this for its public URL. */
  believes?: string;
  server?: Started;
  /** Nothing is behind the proxy. */
  isDown?: boolean;
  /** Does not trust the proxy's certificate. */
  isStranger?: boolean;
  /** Signs somebody in. */
  as?: keyof typeof secrets;
  args?: string[];
}

/** What the doctor says of the program behind an nginx. */
async function diagnose(
  { path = "", believes, server = {}, isDown, isStranger, as, args = [], issue, ...variation }:
    SetUp,
): Promise<{ code: number; lines: Line[] }> {
  await using held = new AsyncDisposableStack();
  const authority = (await createAuthority("An authority of tests"))!;
  const certificate = await authority.issue({ hosts: ["localhost"], ...issue });
  const port = closedPort();
  const publicUrl = `https://localhost:${port}${path}`;
  const office = held.use(
    await servePeople({
      env: { RATE_LIMIT_RPM: "600", ...server.env },
      args: [
        `--public-url=${believes ?? publicUrl}`,
        "--trusted-proxy=127.0.0.1",
        ...server.args ?? [],
      ],
    }),
  );
  const to = isDown
    ? closedPort()
    : Number(/"listening":"[^"]+:(\d+)"/.exec(office.running.stderr)![1]);
  held.use(await startNginx({ ...variation, to, port, certificate }));
  const folder = held.use(await createFolder());
  const trusted = `${folder.path}/trusted.pem`;
  await Deno.writeTextFile(trusted, authority.cert);
  const person = as && [`--as=${as}`];
  const { code, stdout, stderr } = await run(program(
    ["doctor", "--demo", "--json", `--public-url=${publicUrl}`, ...person ?? [], ...args],
    {
      ...(!isStranger && { NODE_EXTRA_CA_CERTS: trusted, DENO_CERT: trusted }),
      ...(as && { KIMAI_MCP_DOCTOR_SECRET: secrets[as] }),
    },
  ));
  assert.match(stdout, /^\{/, stderr);
  const { findings } = JSON.parse(stdout) as { findings: Line[] };
  return { code, lines: findings.filter(({ group }) => group === "Server") };
}

/** The lines that are neither green nor left out, by name. */
function troubles(lines: readonly Line[]): Record<string, Line> {
  const bad = lines.filter(({ outcome }) => outcome === "failed" || outcome === "warning");
  return Object.fromEntries(bad.map((line) => [line.name, line]));
}

/** That this line is red with these words, and nothing else is. */
async function isRed(
  setUp: SetUp,
  expected: Record<string, { text: RegExp; fix: RegExp }>,
  green: string[],
): Promise<void> {
  const { code, lines } = await diagnose(setUp);
  const found = troubles(lines);
  const names = (lines: Record<string, unknown>) => Object.keys(lines).sort();
  assert.deepEqual(names(found), names(expected), JSON.stringify(found, null, 2));
  for (const [name, { text, fix }] of Object.entries(expected)) {
    assert.equal(found[name].outcome, "failed", name);
    assert.match(found[name].text, text);
    assert.match(found[name].fix ?? "", fix);
  }
  assert.equal(code, 1);
  const ok = lines.filter(({ outcome }) => outcome === "ok").map(({ name }) => name);
  assert.deepEqual(green.filter((name) => !ok.includes(name)), [], JSON.stringify(lines, null, 2));
}

const withoutSignIn = [
  "Public URL",
  "Address",
  "Certificate",
  "Server",
  "Ready",
  "Metrics",
  "Clock",
  "Challenge",
  "Authorization header",
  "Path",
  "Resource metadata",
  "Server metadata",
  "Addresses",
  "User agents",
  "Caching",
  "Connections",
  "Web pages",
  "Client address",
  "Registration",
  "PKCE",
  "Sign-in page",
  "Body size",
];
const signedIn = [
  "Sign-in",
  "MCP 2026-07-28",
  "MCP 2025-11-25",
  "MCP 2025-06-18",
  "Tools",
  "Refresh",
  "Parallel refresh",
  "Streams",
  "Code reuse",
  "Revocation",
];

/** An older runtime hangs up on long bodies, and does not tell what is wrong with a certificate. */
const newRuntimeNginxTest = isOldRuntime ? newRuntimeTest : nginxTest;

newRuntimeNginxTest("doctor: a server behind the printed nginx is in order", async () => {
  const { code, lines } = await diagnose({});
  assert.deepEqual(troubles(lines), {});
  const ok = lines.filter(({ outcome }) => outcome === "ok").map(({ name }) => name);
  assert.deepEqual(ok, withoutSignIn);
  assert.equal(code, 0);
});

newRuntimeNginxTest("doctor: over HTTP/2 it is in order as well", async () => {
  const { code, lines } = await diagnose({ http2: true });
  assert.deepEqual(troubles(lines), {});
  assert.equal(code, 0);
});

newRuntimeNginxTest(
  "doctor: signing in through nginx is in order, and leaves nothing behind",
  async () => {
    await using folder = await createFolder();
    const state = `${folder.path}/state.json`;
    const server = { args: [`--oauth-state-file=${state}`] };
    const { code, lines } = await diagnose({ as: "ben", server });
    assert.deepEqual(troubles(lines), {});
    const ok = lines.filter(({ outcome }) => outcome === "ok").map(({ name }) => name);
    assert.deepEqual(ok.sort(), [...withoutSignIn, ...signedIn].sort());
    assert.equal(code, 0);
    const { client, grant = {}, signIn = {} } = JSON.parse(await Deno.readTextFile(state));
    assert.deepEqual([Object.keys(client).length, grant, signIn], [2, {}, {}]);
  },
);

const allBut = (...names: string[]) => withoutSignIn.filter((name) => !names.includes(name));

newRuntimeNginxTest(
  "doctor: an expired certificate",
  () =>
    isRed({ issue: { from: -90, to: -1 } }, {
      Certificate: { text: /^The certificate ended on \d{4}-\d\d-\d\d$/, fix: /^Renew the cert/ },
    }, ["Public URL", "Address"]),
);

newRuntimeNginxTest("doctor: an authority that nobody knows", () =>
  isRed({ isStranger: true }, {
    Certificate: { text: /An authority of tests, whom clients do not know/, fix: /fullchain\.pem/ },
  }, ["Public URL", "Address"]));

newRuntimeNginxTest(
  "doctor: a certificate for another name",
  () =>
    isRed({ issue: { hosts: ["other.example"] } }, {
      Certificate: {
        text: /good for other\.example, not for localhost/,
        fix: /has this name in it/,
      },
    }, ["Public URL", "Address"]),
);

newRuntimeNginxTest("doctor: a server that is down", () =>
  isRed({ isDown: true }, {
    Server: { text: /answers 502/, fix: /^Start the server/ },
  }, ["Public URL", "Address", "Certificate"]));

newRuntimeNginxTest(
  "doctor: a proxy that sends its own name on",
  () =>
    isRed({ changes: { "proxy_set_header Host $host;": "" } }, {
      Server: { text: /does not know the host name/, fix: /proxy_set_header Host \$host/ },
    }, ["Public URL", "Address", "Certificate"]),
);

newRuntimeNginxTest("doctor: a password of the proxy's own", () =>
  isRed({
    changes: { "location / {": 'auth_basic "staff"; auth_basic_user_file /dev/null; location / {' },
  }, {
    Server: { text: /asks for a password of the proxy's own \(Basic\)/, fix: /\/mcp/ },
  }, ["Public URL", "Address", "Certificate"]));

newRuntimeNginxTest(
  "doctor: a sign-in page of another host before the server",
  () =>
    isRed({ changes: { "location / {": "location / { return 302 https://sso.example/login;" } }, {
      Server: { text: /leads away to sso\.example/, fix: /without a sign-in/ },
    }, ["Public URL", "Address", "Certificate"]),
);

newRuntimeNginxTest("doctor: a page before the server that is no redirect", () =>
  isRed({
    changes: {
      "location / {": `location / { default_type text/html; return 200 "<!doctype html>Hello";`,
    },
  }, {
    Server: { text: /answers 200 with a page/, fix: /without a sign-in/ },
  }, ["Public URL", "Address", "Certificate"]));

newRuntimeNginxTest(
  "doctor: a proxy that takes WWW-Authenticate away",
  () =>
    isRed({ changes: { "location / {": "location / { proxy_hide_header WWW-Authenticate;" } }, {
      Challenge: { text: /without the header WWW-Authenticate/, fix: /pass on the header WWW-/ },
    }, allBut("Challenge")),
);

newRuntimeNginxTest("doctor: a proxy that takes Authorization away", () =>
  isRed({
    as: "ben",
    changes: { "location / {": 'location / { proxy_set_header Authorization "";' },
  }, {
    "Authorization header": { text: /did not reach the server/, fix: /the header Authorization/ },
  }, [...allBut("Authorization header", "Body size"), "Sign-in", "Refresh"]));

newRuntimeNginxTest(
  "doctor: a server that was not told its public URL",
  () =>
    isRed(
      { believes: "https://mcp.example.com", server: { args: ["--allowed-hosts=localhost"] } },
      {
        Addresses: {
          text: /gives https:\/\/mcp\.example\.com/,
          fix: /--public-url=https:\/\/localhost/,
        },
      },
      allBut("Addresses", "Registration", "PKCE", "Sign-in page", "Resource metadata"),
    ),
);

newRuntimeNginxTest("doctor: a path of which the proxy passes on nothing else", () =>
  isRed({
    path: "/kimai",
    changes: {
      "location / {": "location /kimai/ {",
      "proxy_pass http://kimai_mcp;": "proxy_pass http://kimai_mcp/;",
    },
  }, {
    "Resource metadata": {
      text: /\/\.well-known\/oauth-protected-resource\/kimai\/mcp/,
      fix: /below \/\.well-known\//,
    },
    "Server metadata": {
      text: /\/\.well-known\/oauth-authorization-server\/kimai/,
      fix: /below \/\.well-known\//,
    },
  }, allBut("Resource metadata", "Server metadata")));

newRuntimeNginxTest(
  "doctor: a proxy that takes less than the server",
  () =>
    isRed({ changes: { "client_max_body_size 4m;": "client_max_body_size 1m;" } }, {
      "Body size": { text: /with a page of its own .*\(413\)/, fix: /client_max_body_size 4m/ },
    }, allBut("Body size")),
);

newRuntimeNginxTest("doctor: a proxy that keeps answers", () =>
  isRed({
    changes: {
      "limit_conn_zone $binary_remote_addr zone=kimai_mcp:10m;":
        "limit_conn_zone $binary_remote_addr zone=kimai_mcp:10m; proxy_cache_path cache keys_zone=kept:1m;",
      "proxy_buffering off;":
        "proxy_cache kept; proxy_cache_valid any 1m; proxy_ignore_headers Cache-Control Vary Set-Cookie;",
    },
  }, {
    Caching: { text: /kept by something before the server/, fix: /no-store/ },
  }, allBut("Caching")));

newRuntimeNginxTest("doctor: a firewall that knows python-httpx by name", () =>
  isRed({
    changes: { "location / {": "location / { if ($http_user_agent ~ httpx) { return 403; }" },
  }, {
    "User agents": { text: /python-httpx\/[\d.]+ \(403\)/, fix: /every User-Agent/ },
  }, allBut("User agents")));

newRuntimeNginxTest("doctor: a proxy that believes what clients say of their address", () =>
  isRed({
    changes: {
      "proxy_set_header X-Forwarded-For $remote_addr;":
        "proxy_set_header X-Forwarded-For $http_x_forwarded_for;",
    },
  }, {
    "Client address": { text: /believes whatever address/, fix: /X-Forwarded-For/ },
    "Metrics": { text: /Everybody can read/, fix: /X-Forwarded-For/ },
  }, allBut("Client address", "Metrics")));

newRuntimeNginxTest(
  "doctor: a proxy that cuts streams before the server's next sign of life",
  () =>
    isRed({
      as: "lena",
      changes: { "proxy_read_timeout 1h;": "proxy_read_timeout 2s;" },
    }, {
      Streams: { text: /ended before anything came/, fix: /proxy_read_timeout 1h/ },
    }, [...withoutSignIn, ...signedIn.filter((name) => name !== "Streams")]),
);

newRuntimeNginxTest("doctor: a proxy that collects what streams bring", () =>
  isRed({
    as: "ben",
    changes: { "proxy_buffering off;": "proxy_ignore_headers X-Accel-Buffering;" },
  }, {
    Streams: { text: /nothing came through a stream/, fix: /proxy_buffering off/ },
  }, [...withoutSignIn, ...signedIn.filter((name) => name !== "Streams")]));
