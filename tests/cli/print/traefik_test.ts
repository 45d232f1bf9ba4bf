import assert from "node:assert/strict";
import { parse } from "yaml";
import { traefik } from "../../../src/cli/print/traefik.ts";
import { printOrder } from "./support.ts";

const rendered = async (...args: string[]) => await traefik.render(await printOrder(args));

/** Traefik's own configuration, which the comment has. */
function staticPart(text: string): string {
  return [...text.matchAll(/^# {5}(.*)$/gm)].map(([, line]) => line).join("\n");
}

Deno.test("a router, a service and their middlewares, and no other key", async () => {
  const { http, ...more } = parse(await rendered());
  assert.deepEqual(more, {});
  assert.deepEqual(Object.keys(http), ["routers", "middlewares", "services"]);
  const { rule, entryPoints, service, middlewares, tls } = http.routers["kimai-mcp"];
  assert.equal(rule, "Host(`mcp.example.com`)");
  assert.deepEqual(entryPoints, ["websecure"]);
  assert.deepEqual(tls, { certResolver: "letsencrypt" });
  // What a router names is there.
  assert.deepEqual(Object.keys(http.services), [service]);
  assert.deepEqual(Object.keys(http.middlewares), middlewares);
});

Deno.test("no middleware holds an answer back or reads it whole", async () => {
  const { http } = parse(await rendered());
  const kinds = Object.values<object>(http.middlewares).flatMap((one) => Object.keys(one));
  assert.deepEqual(kinds, ["headers", "inFlightReq"]);
  assert.deepEqual(http.middlewares["kimai-mcp-headers"].headers, {
    customRequestHeaders: { Forwarded: "" },
  });
});

Deno.test("name, ports and address are those of the settings", async () => {
  const text = await rendered(
    "--public-url=https://time.example.org:8443",
    "--host=::1",
    "--port=9000",
  );
  const { http } = parse(text);
  assert.equal(http.routers["kimai-mcp"].rule, "Host(`time.example.org`)");
  const { loadBalancer } = http.services["kimai-mcp"];
  assert.deepEqual(loadBalancer.servers, [{ url: "http://[::1]:9000" }]);
  assert.equal(loadBalancer.passHostHeader, true);
  assert.equal(parse(staticPart(text)).entryPoints.websecure.address, ":8443");
});

Deno.test("Traefik's own configuration believes nobody's headers and ends no stream", async () => {
  const { entryPoints, providers } = parse(staticPart(await rendered("--body-timeout=90")));
  assert.equal(providers.file.directory, traefik.file.replace(/\/[^/]+$/, ""));
  const { forwardedHeaders, transport } = entryPoints.websecure;
  assert.deepEqual(forwardedHeaders, { trustedIPs: [] });
  assert.deepEqual(transport.respondingTimeouts, {
    readTimeout: "90s",
    writeTimeout: "0s",
    idleTimeout: "75s",
  });
});

Deno.test("nothing in it is a template, as Traefik reads such files", async () => {
  assert.doesNotMatch(await rendered(), /\{\{/);
});
