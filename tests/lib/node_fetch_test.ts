import assert from "node:assert/strict";
import { createNodeFetch, type NodeFetchOptions, TooLongError } from "../../src/lib/node_fetch.ts";
import { createCertificate } from "../support/certificate.ts";
import { serveDyingConnection } from "../support/dying_connection.ts";

type Handler = (request: Request) => Response | Promise<Response>;

const selfSigned = await createCertificate("localhost");

/** Serves `handler` over TLS, or without it, as long as `run` takes. */
async function served(
  { tls = false, ...options }: NodeFetchOptions & { tls?: boolean },
  handler: Handler,
  run: (port: number, fetch: ReturnType<typeof createNodeFetch>) => Promise<void>,
) {
  const listen = { hostname: "127.0.0.1", port: 0, onListen() {} };
  const server = tls
    ? Deno.serve({ ...listen, ...selfSigned! }, handler)
    : Deno.serve(listen, handler);
  const fetch = createNodeFetch(options);
  try {
    await run((server.addr as Deno.NetAddr).port, fetch);
  } finally {
    fetch.close();
    await server.shutdown();
  }
}

// The permissions of `deno task start`: Deno asks for more when node lists the known authorities.
const permissions = { net: true, read: true, env: true } as const;
const tlsTest = (name: string, fn: () => Promise<void>) =>
  Deno.test({
    name: selfSigned ? name : `${name} (skipped: no openssl)`,
    ignore: !selfSigned,
    permissions,
    fn,
  });

const codeOf = (error: Error) => (error.cause as { code?: string } | undefined)?.code;

Deno.test("method, headers and body arrive, and status, headers and body come back", async () => {
  await served({}, async (request) => {
    const echo = `${request.method} ${request.headers.get("x-a")} ${await request.text()}`;
    return new Response(echo, {
      status: 418,
      headers: [["x-b", "1"], ["set-cookie", "a=1"], ["set-cookie", "b=2"]],
    });
  }, async (port, fetch) => {
    const response = await fetch(`http://127.0.0.1:${port}/`, {
      method: "PATCH",
      headers: { "X-A": "yes" },
      body: "ä→",
    });
    assert.equal(response.status, 418);
    assert.equal(await response.text(), "PATCH yes ä→");
    assert.equal(response.headers.get("x-b"), "1");
    assert.deepEqual(response.headers.getSetCookie(), ["a=1", "b=2"]);
  });
});

Deno.test("an answer without body is read as such", async () => {
  await served({}, () => new Response(null, { status: 204 }), async (port, fetch) => {
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: "DELETE" });
    assert.deepEqual([response.status, response.body], [204, null]);
  });
});

Deno.test("a redirect is handed out, or fails where the request wants that", async () => {
  const handler = () => new Response(null, { status: 302, headers: { Location: "/next" } });
  await served({}, handler, async (port, fetch) => {
    const response = await fetch(`http://127.0.0.1:${port}/`);
    assert.deepEqual([response.status, response.headers.get("location")], [302, "/next"]);
    await assert.rejects(fetch(`http://127.0.0.1:${port}/`, { redirect: "error" }), TypeError);
  });
});

Deno.test("cancelling rejects with the signal's reason and closes the connection", async () => {
  const arrived = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<void>();
  const never = Promise.withResolvers<Response>();
  await served({}, (request) => {
    request.signal.addEventListener("abort", () => gone.resolve());
    arrived.resolve();
    return never.promise;
  }, async (port, fetch) => {
    const cancelled = new AbortController();
    const answer = fetch(`http://127.0.0.1:${port}/`, { signal: cancelled.signal });
    await arrived.promise;
    cancelled.abort("no longer wanted");
    assert.equal(await answer.catch((reason) => reason), "no longer wanted");
    await gone.promise;
    never.resolve(new Response());
  });
});

Deno.test("a signal that fired before is obeyed without a connection", async () => {
  await served({}, () => new Response("never"), async (port, fetch) => {
    const answer = fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.abort("before") });
    assert.equal(await answer.catch((reason) => reason), "before");
  });
});

Deno.test("a body above the limit fails, one at the limit passes", async () => {
  await served(
    { maxBytes: 10 },
    ({ url }) => new Response("x".repeat(url.endsWith("/11") ? 11 : 10)),
    async (port, fetch) => {
      assert.equal((await (await fetch(`http://127.0.0.1:${port}/10`)).text()).length, 10);
      await assert.rejects(fetch(`http://127.0.0.1:${port}/11`), (error: Error) => {
        assert(error.cause instanceof TooLongError);
        assert.equal(error.cause.message, "The answer is longer than 10 bytes");
        return error instanceof TypeError;
      });
    },
  );
});

Deno.test("a refused connection has node's code in its cause", async () => {
  const closed = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = closed.addr;
  closed.close();
  const fetch = createNodeFetch();
  await assert.rejects(
    fetch(`http://127.0.0.1:${port}/`),
    (error: Error) => error instanceof TypeError && codeOf(error) === "ECONNREFUSED",
  );
  fetch.close();
});

Deno.test("an answer that breaks off in its body fails", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const serving = (async () => {
    const connection = await listener.accept();
    await connection.read(new Uint8Array(1000));
    await connection.write(
      new TextEncoder().encode("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"),
    );
    connection.close();
  })();
  const fetch = createNodeFetch();
  await assert.rejects(fetch(`http://127.0.0.1:${listener.addr.port}/`), TypeError);
  await serving;
  listener.close();
  fetch.close();
});

Deno.test("a change whose kept connection dies is not sent again by the runtime", async () => {
  await using server = await serveDyingConnection();
  const fetch = createNodeFetch();
  const url = `http://127.0.0.1:${server.port}/`;
  await (await fetch(url)).text();
  await assert.rejects(fetch(url, { method: "POST", body: "{}" }), TypeError);
  fetch.close();
  assert.deepEqual(server.changes, ["POST"]);
});

Deno.test("a name is reached at the vetted address, under its own Host", async () => {
  await served(
    { address: "127.0.0.1" },
    ({ headers }) => new Response(headers.get("host")),
    async (port, fetch) => {
      const response = await fetch(`http://vetted.invalid:${port}/`);
      assert.equal(await response.text(), `vetted.invalid:${port}`);
    },
  );
});

Deno.test("an address in the URL is refused if another one was vetted", async () => {
  await served({ address: "127.0.0.2" }, () => new Response("reached"), async (port, fetch) => {
    await assert.rejects(fetch(`http://127.0.0.1:${port}/`), {
      message: "Cannot fetch from 127.0.0.1: only 127.0.0.2 is allowed",
    });
  });
});

tlsTest("a self-signed certificate is refused unless it is given as CA", async () => {
  await served(
    { tls: true, address: "127.0.0.1", ca: [] },
    () => new Response("ok"),
    async (port, fetch) => {
      await assert.rejects(
        fetch(`https://localhost:${port}/`),
        (error: Error) => codeOf(error) === "DEPTH_ZERO_SELF_SIGNED_CERT",
      );
    },
  );
  await served(
    { tls: true, address: "127.0.0.1", ca: [selfSigned!.cert] },
    () => new Response("ok"),
    async (port, fetch) => {
      assert.equal(await (await fetch(`https://localhost:${port}/`)).text(), "ok");
    },
  );
});

tlsTest("the vetted address does not stand in for the name in the certificate", async () => {
  const options = { tls: true, address: "127.0.0.1", ca: [selfSigned!.cert] };
  await served(options, () => new Response("ok"), async (port, fetch) => {
    await assert.rejects(
      fetch(`https://other.invalid:${port}/`),
      (error: Error) => codeOf(error) === "ERR_TLS_CERT_ALTNAME_INVALID",
    );
  });
});

tlsTest("without verification any certificate passes, for any name", async () => {
  const options = { tls: true, address: "127.0.0.1", rejectUnauthorized: false };
  await served(options, () => new Response("ok"), async (port, fetch) => {
    assert.equal(await (await fetch(`https://other.invalid:${port}/`)).text(), "ok");
  });
});

tlsTest("the known authorities are used without leave to read the system", async () => {
  await served(
    { tls: true, address: "127.0.0.1" },
    () => new Response("ok"),
    async (port, fetch) => {
      await assert.rejects(
        fetch(`https://localhost:${port}/`),
        (error: Error) => codeOf(error) === "DEPTH_ZERO_SELF_SIGNED_CERT",
      );
    },
  );
});

Deno.test("a proxy of the environment does not come between us and a vetted address", async () => {
  await served({}, () => new Response("ours"), async (port) => {
    const module = new URL("../../src/lib/node_fetch.ts", import.meta.url).href;
    const code = `
      const { createNodeFetch } = await import(${JSON.stringify(module)});
      const fetch = createNodeFetch({ address: "127.0.0.1" });
      console.log(await (await fetch("http://vetted.invalid:${port}/")).text());
      fetch.close();
    `;
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["eval", code],
      env: {
        NODE_USE_ENV_PROXY: "1",
        HTTP_PROXY: "http://127.0.0.1:9",
        NO_PROXY: "",
        no_proxy: "",
      },
    }).output();
    assert.equal(new TextDecoder().decode(stdout).trim(), "ours");
  });
});
