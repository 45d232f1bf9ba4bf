import assert from "node:assert/strict";
import { assertRed, examine, lively, type Proxy, serverToken } from "./place.ts";

/** Refuses bodies that are longer, as nginx does. */
const upTo = (bytes: number): Proxy => async (request, next) => {
  const body = request.method === "POST" ? await request.clone().arrayBuffer() : undefined;
  if ((body?.byteLength ?? 0) <= bytes) return await lively(request, next);
  const headers = { "Content-Type": "text/html" };
  return new Response("<html>Too large</html>", { status: 413, headers });
};

for (const token of [undefined, serverToken]) {
  const who = token ? "with a token" : "without a token";
  Deno.test(`${who}: a proxy that takes less than the server is red`, () =>
    assertRed(
      { proxy: upTo(1_000_000), token },
      "Body size",
      /with a page of its own .* \(413\)/,
      /client_max_body_size 4m/,
    ));

  Deno.test(`${who}: a proxy that takes as much as the server is green`, async () => {
    const { "Body size": found } = await examine({ proxy: upTo(4_194_304), token });
    assert.equal(found.outcome, "ok", found.text);
    assert.match(found.text, /^4194304 bytes pass/);
  });
}

Deno.test("the server's own lower limit is no fault, and is told", async () => {
  const message = "Payload Too Large: a body may have 100000 bytes";
  const { "Body size": found } = await examine({
    token: serverToken,
    proxy: async (request, next) => {
      const body = request.method === "POST" ? await request.clone().arrayBuffer() : undefined;
      if ((body?.byteLength ?? 0) <= 100_000) return await lively(request, next);
      return Response.json({ jsonrpc: "2.0", error: { code: -32000, message }, id: null }, {
        status: 413,
      });
    },
  });
  assert.deepEqual([found.outcome, found.text], ["ok", "100000 bytes pass, and more is refused"]);
});

Deno.test("a server that hangs up on a long body without token says nothing about the proxy", async () => {
  const { "Body size": found } = await examine({
    proxy: async (request, next) => {
      const body = request.method === "POST" ? await request.clone().arrayBuffer() : undefined;
      if ((body?.byteLength ?? 0) <= 1_000_000) return await next(request);
      throw new TypeError("fetch failed", { cause: new Error("broken pipe") });
    },
  });
  assert.equal(found.outcome, "skipped");
});
