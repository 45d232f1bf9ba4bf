import assert from "node:assert/strict";
import fc from "fast-check";
import { OAuthError } from "../../src/oauth/errors.ts";
import {
  matchesRedirect,
  readRedirectUris,
  redirectHostOf,
  redirectKindOf,
} from "../../src/oauth/redirect_uris.ts";

const matches = (registered: string | string[], uri: string) =>
  matchesRedirect({ redirectUris: [registered].flat() }, uri);

function refusal(given: unknown): string {
  try {
    readRedirectUris(given);
  } catch (error) {
    assert(error instanceof OAuthError && error.code === "invalid_redirect_uri", String(error));
    return error.message;
  }
  assert.fail(`${JSON.stringify(given)} was accepted`);
}

/** What the clients of OAUTH.md 2.1 register, each set in one go. */
const real: Record<string, string[]> = {
  "Claude": [
    "https://claude.ai/api/mcp/auth_callback",
    "https://claude.com/api/mcp/auth_callback",
  ],
  "Claude Code": ["http://localhost/callback", "http://127.0.0.1/callback"],
  "ChatGPT": [
    "https://chatgpt.com/connector/oauth/abc_123-x",
    "https://chatgpt.com/connector_platform_oauth_redirect",
  ],
  "Codex": ["http://127.0.0.1:60126/callback/tok-en_1"],
  "VS Code": [
    "https://insiders.vscode.dev/redirect",
    "https://vscode.dev/redirect",
    "http://127.0.0.1/",
    "http://127.0.0.1:33418/",
  ],
  "Cursor": [
    "cursor://anysphere.cursor-mcp/oauth/callback",
    "https://www.cursor.com/agents/mcp/oauth/callback",
    "http://localhost:8787/callback",
  ],
  "Inspector": ["http://localhost:6274/oauth/callback", "http://127.0.0.1:6276/oauth/callback"],
  "Dify": ["https://dify.example.com/console/api/mcp/oauth/callback"],
  "an app by RFC 8252": ["com.example.app:/oauth2redirect", "com.raycast://oauth?package=kimai"],
  "Warp": ["warp://mcp/oauth2callback"],
};

for (const [client, uris] of Object.entries(real)) {
  Deno.test(`A3, 2.5: all redirect URIs of ${client} are accepted in one set and match themselves`, () => {
    assert.deepEqual(readRedirectUris(uris), uris);
    for (const uri of uris) assert.equal(matches(uris, uri), true, uri);
  });
}

const hostile = [
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "javascript://example.com/%0aalert(1)",
  " javascript:alert(1)",
  "java\tscript:alert(1)",
  "java\nscript:alert(1)",
  "\u0001javascript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "data:text/html;base64,PHNjcmlwdD4=",
  "vbscript:msgbox(1)",
  "file:///etc/passwd",
  "blob:https://example.com/0b1c",
  "about:blank",
  "ftp://example.com/cb",
  "filesystem:https://example.com/temporary/x",
  "view-source:https://example.com/",
  "ws://example.com/cb",
  "wss://example.com/cb",
  "mailto:somebody@example.com",
  "intent://example.com/#Intent;end",
  "https://example.com/cb#f",
  "https://example.com/cb#",
  "https://user@example.com/cb",
  "https://user:word@example.com/cb",
  "https://claude.ai\\@evil.example/cb",
  "https://evil.example\\cb",
  "https://example.com/cb ",
  " https://example.com/cb",
  "https://example.com/c b",
  "https://example.com/cb\r\nSet-Cookie: x=1",
  "https://example.com/\0",
  "https://müller.example/cb",
  "https://example.com/\u202ecb",
  "https://example.com/\u200bcb",
  'https://example.com/"><script>',
  "https://",
  "https://exa mple.com/",
  "https://example.com:99999/cb",
  "//example.com/cb",
  "/cb",
  "cb",
  "",
  "http://[::1/cb",
  `https://example.com/${"x".repeat(2000)}`,
];

Deno.test("4: what runs, reads, hides or splits is refused at registration, beside good ones too", () => {
  for (const uri of hostile) {
    refusal([uri]);
    refusal(["https://example.com/cb", uri]);
  }
});

Deno.test("4: and matches nothing at use, even if it was stored", () => {
  for (const uri of hostile) {
    assert.equal(matches(uri, uri), false, uri);
    assert.equal(redirectKindOf(uri), undefined, uri);
  }
});

const unsuitable = [
  "http://192.168.1.5/cb",
  "http://10.0.0.1/cb",
  "http://example.com/cb",
  "http://localhost.evil.example/cb",
  "http://localhost./cb",
  "http://app.localhost/cb",
  "http://127.1/cb",
  "http://0x7f.0.0.1/cb",
  "http://2130706433/cb",
  "http://127.0.0.1.evil.example/cb",
  "http://[::ffff:127.0.0.1]/cb",
  "http://[::]/cb",
  "http://0.0.0.0/cb",
  "http:/example.com/cb",
  "https:/example.com/cb",
  "https:example.com/cb",
  "https:///example.com/cb",
  "https://@example.com/cb",
  "unknownapp://callback",
  "com.example.app:alert(1)",
  "com.example.app:",
  "x-apple.systempreferences:com.example",
  "urn:ietf:wg:oauth:2.0:oob",
];

Deno.test("5: http anywhere else, odd spellings of loopback and unknown schemes are refused", () => {
  for (const uri of unsuitable) {
    refusal([uri]);
    assert.equal(redirectKindOf(uri), undefined, uri);
    assert.equal(matches(uri, uri), false, uri);
  }
});

Deno.test("2.5: an unsuitable member is left out of a set that has others", () => {
  const given = ["someapp://cb", "https://example.com/cb", "http://example.com/cb"];
  assert.deepEqual(readRedirectUris(given), ["https://example.com/cb"]);
});

Deno.test("40: redirect URIs are a list of 1 to 20 texts, and each is kept once", () => {
  for (const given of [undefined, null, "https://example.com/cb", {}, [], 5, [5], [null], [[]]]) {
    refusal(given);
  }
  const many = Array.from({ length: 20 }, (_, at) => `https://example.com/${at}`);
  assert.deepEqual(readRedirectUris([...many]), many);
  assert.match(refusal([...many, "https://example.com/21"]), /20 addresses/);
  assert.match(refusal(Array(1000).fill("https://example.com/cb")), /20 addresses/);
  const twice = ["https://example.com/cb", "https://example.com/cb"];
  assert.deepEqual(readRedirectUris(twice), ["https://example.com/cb"]);
});

Deno.test("refusals do not quote what was sent, which is anybody's text", () => {
  for (const uri of ["javascript:SENTINEL", "https://SENTINEL@x/", "https://x/SENTINEL\r\n"]) {
    assert.doesNotMatch(refusal([uri]), /SENTINEL/);
  }
});

Deno.test("2, A2: another address than the registered one does not match", () => {
  const registered = "https://claude.ai/api/cb";
  const others = [
    "https://evil.example/cb",
    "https://claude.ai.evil.example/api/cb",
    "https://evil.example/https://claude.ai/api/cb",
    "http://claude.ai/api/cb",
    "https://claude.ai:8443/api/cb",
    "https://claude.ai:443/api/cb",
    "https://CLAUDE.ai/api/cb",
    "https://claude.ai",
    "",
  ];
  assert.equal(matches(registered, registered), true);
  for (const uri of others) assert.equal(matches(registered, uri), false, uri);
});

Deno.test("3: tricks with the path do not match", () => {
  const tricks = [
    "/cb/../x",
    "/cb/../cb",
    "/cb/",
    "/cb%2f",
    "/cb;x",
    "/cb?x=1",
    "/cb?",
    "/cb#f",
    "/cb#",
    "/CB",
    "/%63b",
    "/%2563b",
    "//cb",
    "/./cb",
    "/cb ",
    "/cb\\",
    "\\cb",
    "/cb\t",
  ];
  for (const host of ["https://example.com", "http://localhost:1234", "com.example.app:"]) {
    assert.equal(matches(`${host}/cb`, `${host}/cb`), true);
    for (const trick of tricks) assert.equal(matches(`${host}/cb`, host + trick), false, trick);
  }
});

Deno.test("A2, 2.3: the port of a loopback address does not count, with or without one on either side", () => {
  const ports = ["", ":1", ":80", ":33418", ":65535"];
  for (const host of ["localhost", "127.0.0.1", "127.1.2.3", "[::1]"]) {
    for (const registered of ports) {
      for (const used of ports) {
        const [one, other] = [registered, used].map((port) => `http://${host}${port}/cb?a=b`);
        assert.equal(matches(one, other), true, `${one} ${other}`);
      }
    }
  }
});

Deno.test("A2: nothing but the port of a loopback address may vary", () => {
  const registered = "http://localhost:1/callback";
  const others = [
    "http://127.0.0.1:1/callback",
    "http://[::1]:1/callback",
    "https://localhost:1/callback",
    "http://localhost:1/callback/",
    "http://localhost:1/callback/x",
    "http://localhost:1/",
    "http://localhost:1",
    "http://localhost:/callback",
    "http://localhost:99999/callback",
    "http://localhost:999999/callback",
    "http://localhost:-1/callback",
    "http://localhost:1@evil.example/callback",
    "http://localhost:1.evil.example/callback",
    "http://localhost.evil.example:1/callback",
    "http://user@localhost:1/callback",
    "http://localhost:1\\@evil.example/callback",
  ];
  for (const uri of others) assert.equal(matches(registered, uri), false, uri);
  assert.equal(matches("https://example.com/cb", "https://example.com:1/cb"), false);
  assert.equal(matches("https://localhost:1/cb", "https://localhost:2/cb"), false);
  assert.equal(matches("cursor://app:1/cb", "cursor://app:2/cb"), false);
});

Deno.test("24: people are shown the host as browsers read it, and of an app its scheme alone", () => {
  const shown: Record<string, string> = {
    "https://claude.ai/api/mcp/auth_callback": "claude.ai",
    "https://CLAUDE.AI/cb": "claude.ai",
    "https://xn--clude-3ve.ai/cb": "xn--clude-3ve.ai",
    "https://example.com:8443/cb": "example.com:8443",
    "https://example.com:443/cb": "example.com",
    "https://%65vil.example/claude.ai": "evil.example",
    "http://localhost:33418/": "localhost",
    "http://127.0.0.1:1/cb": "127.0.0.1",
    "http://[::1]:1/cb": "[::1]",
    "cursor://anysphere.cursor-mcp/oauth/callback": "cursor:",
    "com.evil.app://claude.ai/cb": "com.evil.app:",
  };
  for (const [uri, host] of Object.entries(shown)) assert.equal(redirectHostOf(uri), host);
});

Deno.test("a redirect URI is of a site, of this machine or of an app", () => {
  assert.equal(redirectKindOf("https://localhost/cb"), "web");
  assert.equal(redirectKindOf("http://localhost"), "loopback");
  assert.equal(redirectKindOf("http://LOCALHOST:80?x"), "loopback");
  assert.equal(redirectKindOf("vscode://saoudrizwan.claude-dev/callback"), "app");
});

/** Texts near to redirect URIs: good ones with something put in, taken out or doubled. */
const nearly = fc.tuple(
  fc.constantFrom(...Object.values(real).flat()),
  fc.nat(80),
  fc.nat(3),
  fc.oneof(fc.string({ maxLength: 4 }), fc.constantFrom("@", "#", "\\", "/..", "%2f", ":1", ".")),
).map(([uri, at, drop, put]) => ({
  uri,
  changed: uri.slice(0, at) + put + uri.slice(at + drop),
}));

Deno.test("property: what is accepted can be sent to, and leads where people are told", () => {
  fc.assert(fc.property(nearly, ({ changed: uri }) => {
    const kind = redirectKindOf(uri);
    if (kind === undefined) return;
    const url = new URL(uri);
    assert.deepEqual([url.username, url.password, url.hash], ["", "", ""]);
    new Headers({ Location: uri });
    const host = redirectHostOf(uri);
    if (kind === "app") assert.match(host, /^[\w.+-]+:$/);
    else assert.equal(new URL(`${url.protocol}//${host}`).hostname, url.hostname);
    if (kind === "loopback") assert.match(url.hostname, /^(localhost|127\.[\d.]+|\[::1\])$/);
    else assert.notEqual(url.protocol, "http:");
  }));
});

Deno.test("property: a changed redirect URI matches only if nothing but a loopback port changed", () => {
  const withoutPort = (uri: string) => uri.replace(/^(http:\/\/(?:localhost|127[\d.]+)):\d+/, "$1");
  fc.assert(fc.property(nearly, ({ uri, changed }) => {
    if (!matches(uri, changed)) return;
    assert.equal(withoutPort(changed), withoutPort(uri));
  }));
});
