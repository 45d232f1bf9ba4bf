import assert from "node:assert/strict";
import fc from "fast-check";
import { readPublicUrl } from "../../src/settings/public_url.ts";
import { SettingsError } from "../../src/settings/table.ts";

/** What the start ends with. */
function refused(text: string): { message: string; exitCode: number } {
  try {
    readPublicUrl(text, 8000);
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error(`"${text}" was not refused`);
}

Deno.test("without a public URL it is this machine's own address", () => {
  assert.equal(readPublicUrl(undefined, 8123).href, "http://localhost:8123/");
});

Deno.test("a public URL may have a port and a path", () => {
  assert.equal(readPublicUrl("https://mcp.example.com", 1).href, "https://mcp.example.com/");
  assert.equal(readPublicUrl("HTTPS://MCP.example.com:443/", 1).href, "https://mcp.example.com/");
  assert.equal(
    readPublicUrl("https://a.example:8443/kimai/", 1).href,
    "https://a.example:8443/kimai/",
  );
});

Deno.test("S15: in clear only this machine may be reached", () => {
  const local = [
    "http://localhost:8000",
    "http://kimai.localhost",
    "http://127.0.0.1:8000",
    "http://127.8.8.8",
    "http://[::1]:8000",
  ];
  for (const text of local) assert.equal(readPublicUrl(text, 1).protocol, "http:", text);
  const others = [
    "http://mcp.example.com",
    "http://10.0.0.1",
    "http://0.0.0.0:8000",
    "http://localhost.evil.example",
    "http://127.0.0.1.evil.example",
    "http://[2001:db8::1]",
    "http://128.0.0.1",
  ];
  for (const text of others) {
    const { message, exitCode } = refused(text);
    assert.equal(
      message,
      `Cannot use "${text}" as --public-url (KIMAI_MCP_PUBLIC_URL): it must be https, because clients send tokens there`,
    );
    assert.equal(exitCode, 1);
  }
});

Deno.test("what is no http address is refused, with one that is", () => {
  const wrong = [
    "mcp.example.com",
    "localhost:8000",
    "/mcp",
    "https://",
    "ftp://a.example",
    "x",
    "https://a b",
  ];
  for (const text of wrong) {
    const { message, exitCode } = refused(text);
    assert.equal(
      message,
      `Cannot use "${text}" as --public-url (KIMAI_MCP_PUBLIC_URL): write it like https://mcp.example.com`,
    );
    assert.equal(exitCode, 2);
  }
});

Deno.test("user, password, query and fragment are refused, and not repeated", () => {
  const wrong = [
    "https://anna:hush@mcp.example.com",
    "https://hush@mcp.example.com",
    "https://mcp.example.com/?token=hush",
    "https://mcp.example.com/#hush",
    "https://mcp.example.com?",
    "http://anna:hush@mcp.example.com",
  ];
  for (const text of wrong) {
    const { message, exitCode } = refused(text);
    assert.equal(
      message,
      "Cannot use what was given as --public-url (KIMAI_MCP_PUBLIC_URL): leave out user, password, query and fragment",
    );
    assert.equal(exitCode, 2);
  }
  assert.doesNotMatch(refused("anna:hush@mcp.example.com").message, /hush/);
});

Deno.test("any text is an address to send tokens to, or refused", () => {
  const text = fc.oneof(fc.string(), fc.webUrl({ withFragments: true, withQueryParameters: true }));
  fc.assert(fc.property(text, (given) => {
    try {
      const { protocol, username, search, hash } = readPublicUrl(given, 8000);
      assert.match(protocol, /^https?:$/);
      assert.deepEqual([username, search, hash], ["", "", ""]);
    } catch (error) {
      assert(error instanceof SettingsError, String(error));
    }
  }));
});
