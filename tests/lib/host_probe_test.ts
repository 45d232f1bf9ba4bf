import assert from "node:assert/strict";
import { probeHost, type ProbeOptions } from "../../src/lib/host_probe.ts";
import { createCertificate } from "../support/certificate.ts";

/** A port of this machine on which nothing listens, or something as long as the listener lives. */
function listen(): Deno.TcpListener {
  return Deno.listen({ hostname: "127.0.0.1", port: 0 });
}

function probe(url: string, options: Partial<ProbeOptions> = {}) {
  return probeHost(new URL(url), {
    signal: new AbortController().signal,
    now: Temporal.Now.instant,
    clock: () => 0,
    ...options,
  });
}

const failing = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }));

Deno.test("a name leads to addresses, and the first that takes a connection is it", async () => {
  using listener = listen();
  const { port } = listener.addr;
  const resolve = () => Promise.resolve(["127.0.0.2", "127.0.0.1", "127.0.0.1"]);
  const found = await probe(`http://kimai.test:${port}`, { resolve });
  assert.deepEqual(found, {
    host: "kimai.test",
    port,
    lookup: { addresses: ["127.0.0.2", "127.0.0.1"], literal: false, ms: 0 },
    connection: { address: "127.0.0.1", passedOver: ["127.0.0.2"], ms: 0 },
  });
});

Deno.test("an address in the URL is not looked up, also one in brackets", async () => {
  using listener = listen();
  const { port } = listener.addr;
  const resolve = () => Promise.reject(new Error("asked"));
  for (const host of ["127.0.0.3", "[::1]"]) {
    const { lookup } = await probe(`http://${host}:${port}`, { resolve });
    assert.deepEqual(lookup, {
      addresses: [host.replace(/[[\]]/g, "")],
      literal: true,
      ms: 0,
    });
  }
});

Deno.test("the port is that of the scheme where none is written", async () => {
  const resolve = failing("ENOTFOUND");
  const [plain, secure] = await Promise.all([
    probe("http://kimai.invalid", { resolve }),
    probe("https://kimai.invalid", { resolve }),
  ]);
  assert.deepEqual([plain.port, secure.port], [80, 443]);
});

Deno.test("a name that is unknown is told from one that nobody answers for", async () => {
  const failures = await Promise.all(["ENOTFOUND", "ENODATA", "EAI_AGAIN", "ETIMEOUT"].map(
    async (code) =>
      (await probe("https://kimai.invalid", { resolve: failing(code) })).lookup.failure,
  ));
  assert.deepEqual(failures, ["unknown", "unknown", "unanswered", "unanswered"]);
  const none = await probe("https://kimai.invalid", { resolve: () => Promise.resolve([]) });
  assert.deepEqual([none.lookup.failure, none.connection], ["unknown", undefined]);
});

Deno.test("a look-up that takes too long, or is called off, is not waited for", async () => {
  const resolve = () => new Promise<never>(() => {});
  const late = await probe("https://kimai.test", { resolve, patience: 1 });
  assert.equal(late.lookup.failure, "timeout");
  const off = await probe("https://kimai.test", { resolve, signal: AbortSignal.abort() });
  assert.equal(off.lookup.failure, "cancelled");
});

Deno.test("where nobody listens the connection is refused, and only a few addresses are tried", async () => {
  const listener = listen();
  const { port } = listener.addr;
  listener.close();
  const addresses = [1, 2, 3, 4, 5, 6].map((last) => `127.0.0.${last}`);
  const { connection, tls } = await probe(`https://kimai.test:${port}`, {
    resolve: () => Promise.resolve(addresses),
  });
  assert.deepEqual(connection, {
    address: "127.0.0.4",
    passedOver: ["127.0.0.1", "127.0.0.2", "127.0.0.3"],
    ms: 0,
    failure: "refused",
  });
  assert.equal(tls, undefined);
});

const selfSigned = await createCertificate("localhost");

Deno.test({
  name: "an https address is asked for its certificate",
  ignore: !selfSigned,
  permissions: { net: true, read: true, env: true },
  fn: async () => {
    const options = { hostname: "127.0.0.1", port: 0, onListen() {}, ...selfSigned! };
    const server = Deno.serve(options, () => new Response());
    const { tls } = await probe(`https://localhost:${server.addr.port}`, {
      resolve: () => Promise.resolve(["127.0.0.1"]),
    });
    assert.equal(tls?.failure, "self_signed");
    await server.shutdown();
  },
});
