import assert from "node:assert/strict";
import { corsHeaders, preflight } from "../../../../src/connectors/kimai/demo/cors.ts";

const url = new URL("https://kimai.test/api/ping");
const request = (headers: Record<string, string>, method = "GET") =>
  new Request(url, { method, headers });

Deno.test("another origin is reflected, the own one is not", () => {
  assert.deepEqual(corsHeaders(request({ Origin: "https://a.example" }), url)[0], [
    "Access-Control-Allow-Origin",
    "https://a.example",
  ]);
  assert.deepEqual(corsHeaders(request({ Origin: url.origin }), url), []);
});

Deno.test("only OPTIONS with a method asked for is a preflight", () => {
  const origin = { Origin: "https://a.example" };
  assert.equal(preflight(request(origin, "OPTIONS"), url), undefined);
  const asked = { ...origin, "Access-Control-Request-Method": "PATCH" };
  assert.equal(preflight(request(asked, "OPTIONS"), url)?.status, 200);
  assert.equal(
    preflight(
      request({ ...asked, "Access-Control-Request-Private-Network": "true" }, "OPTIONS"),
      url,
    )
      ?.status,
    400,
  );
});
