import assert from "node:assert/strict";
import http from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { KimaiApi } from "../../../src/connectors/kimai/api.ts";
import {
  type Failure,
  failureOf,
  neverSent,
  openFetch,
} from "../../../src/connectors/kimai/transport.ts";
import { silentLog } from "../../../src/lib/log.ts";
import { serveDyingConnection } from "../../support/dying_connection.ts";

/** An authority, what it issued, and two self-signed certificates; undefined where there is no openssl. */
const files = await (async () => {
  const directory = await Deno.makeTempDir();
  const openssl = async (...args: string[]) => {
    const options = { args, cwd: directory, stderr: "null", stdout: "null" } as const;
    assert.ok((await new Deno.Command("openssl", options).output()).success, args.join(" "));
  };
  const names = "subjectAltName=DNS:localhost,IP:127.0.0.1";
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const selfSign = (name: string, ...extensions: string[]) =>
    // deno-fmt-ignore
    openssl("req", "-x509", ...newKey, "-days", "2", "-subj", `/CN=${name}`, "-keyout", `${name}.key`,
      "-out", `${name}.pem`, ...extensions.flatMap((extension) => ["-addext", extension]));
  const issue = async (name: string, extensions: string, ...lifetime: string[]) => {
    const [key, request, out] = ["key", "csr", "pem"].map((end) => `${name}.${end}`);
    await openssl("req", ...newKey, "-subj", `/CN=${name}`, "-keyout", key, "-out", request);
    await Deno.writeTextFile(`${directory}/${name}.ext`, extensions);
    // deno-fmt-ignore
    await openssl("x509", "-req", "-in", request, "-CA", "authority.pem", "-CAkey", "authority.key",
      "-set_serial", "7", ...lifetime, "-extfile", `${name}.ext`, "-out", out);
  };
  const read = async (name: string) => ({
    path: `${directory}/${name}.pem`,
    cert: await Deno.readTextFile(`${directory}/${name}.pem`),
    key: await Deno.readTextFile(`${directory}/${name}.key`),
  });
  try {
    await selfSign("authority", "keyUsage=critical,keyCertSign");
    await Promise.all([
      issue("good", names, "-days", "2"),
      issue("foreign", "subjectAltName=DNS:other.example", "-days", "2"),
      // OpenSSL 3.0 counts days backwards; one that no longer does takes dates.
      issue("expired", names, "-days", "-1").catch(() =>
        issue("expired", names, "-not_before", "20200101000000Z", "-not_after", "20210101000000Z")
      ),
      selfSign("leaf", names, "basicConstraints=critical,CA:FALSE"),
      // What openssl makes unless told otherwise: a certificate that calls itself an authority.
      selfSign("plain", names),
    ]);
    const [authority, good, foreign, expired, leaf, plain] = await Promise.all(
      ["authority", "good", "foreign", "expired", "leaf", "plain"].map(read),
    );
    return { directory, authority, good, foreign, expired, leaf, plain };
  } catch (error) {
    await Deno.remove(directory, { recursive: true });
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
})();

const tlsTest = (name: string, fn: (given: NonNullable<typeof files>) => Promise<void>) =>
  Deno.test({
    name: files ? name : `${name} (skipped: no openssl)`,
    ignore: !files,
    fn: () => fn(files!),
  });

Deno.test.afterAll(() => files && Deno.remove(files.directory, { recursive: true }));

type Handler = (request: Request) => Response | Promise<Response>;
const pong: Handler = () => Response.json({ message: "pong" });

/** Serves `handler` on this computer as long as `run` takes. */
async function served(
  certificate: { cert: string; key: string } | undefined,
  run: (origin: string) => Promise<void>,
  handler = pong,
) {
  const listen = { hostname: "127.0.0.1", port: 0, onListen() {} };
  const server = certificate
    ? Deno.serve({ ...listen, cert: certificate.cert, key: certificate.key }, handler)
    : Deno.serve(listen, handler);
  try {
    await run(`${certificate ? "https" : "http"}://127.0.0.1:${server.addr.port}`);
  } finally {
    await server.shutdown();
  }
}

/** What `--ssl-verify` makes of a Kimai there: its answer, or the sentence. */
async function ping(origin: string, sslVerify = "true"): Promise<string> {
  const fetch = openFetch(sslVerify);
  try {
    return (await clientOf(origin, fetch).request<{ message: string }>("GET", ["ping"])).message;
  } catch (error) {
    return (error as Error).message;
  } finally {
    fetch.close();
  }
}

function clientOf(url: string, fetch: typeof globalThis.fetch | ReturnType<typeof openFetch>) {
  return new KimaiApi({
    url,
    token: "d4c3b2a1",
    fetch,
    log: silentLog,
    deadline: 30,
    rowLimit: 10,
    sleep: () => Promise.resolve(),
  });
}

/** A server below HTTP: `talk` gets the first connection after its request was read. */
async function talking(
  talk: (connection: Deno.Conn) => Promise<unknown> | void,
  run: (origin: string) => Promise<void>,
) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const serving = (async () => {
    for await (const connection of listener) {
      await connection.read(new Uint8Array(10_000));
      await talk(connection);
      connection.close();
    }
  })();
  try {
    await run(`http://127.0.0.1:${listener.addr.port}`);
  } finally {
    listener.close();
    await serving;
  }
}

async function failureAt(url: string, init?: RequestInit): Promise<Failure> {
  try {
    await (await fetch(url, init)).text();
  } catch (error) {
    return failureOf(error);
  }
  throw new Error("The request was answered");
}

Deno.test("http needs no certificate, whatever is configured", async () => {
  await served(undefined, async (origin) => {
    for (const value of ["true", "false", "/no/such/file"]) {
      assert.equal(await ping(origin, value), "pong");
    }
  });
});

Deno.test("a refused connection is one that was never sent", async () => {
  const closed = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  closed.close();
  const origin = `http://127.0.0.1:${closed.addr.port}`;
  assert.equal(await failureAt(`${origin}/?term=Expired`), "refused");
  assert.ok(neverSent.has("refused"));
  assert.equal(
    await ping(origin),
    `Kimai at ${origin} refuses connections: check that it runs, and host and port in --kimai-url (KIMAI_URL)`,
  );
});

Deno.test("a host that does not exist is named", async () => {
  assert.equal(
    await ping("https://no-such-host.invalid"),
    `The host "no-such-host.invalid" is unknown: check its spelling in --kimai-url (KIMAI_URL), and this computer's network and DNS`,
  );
});

Deno.test("a port that is closed to http clients is named", async () => {
  assert.equal(await failureAt("http://127.0.0.1:9/"), "blocked_port");
});

Deno.test("a connection that ends before or within the answer may have carried the request", async () => {
  const say = (text: string) => (connection: Deno.Conn) =>
    connection.write(new TextEncoder().encode(text));
  const talks = [() => {}, say("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")];
  for (const talk of talks) {
    await talking(talk, async (origin) => {
      assert.equal(await failureAt(origin, { method: "POST", body: "{}" }), "lost");
    });
  }
  await talking(say("hello\r\n\r\n"), async (origin) => {
    assert.equal(await failureAt(origin), "not_http");
  });
  assert.deepEqual([neverSent.has("lost"), neverSent.has("not_http")], [false, false]);
});

Deno.test("what a server says over a connection proves nothing about it", () => {
  const said = (phase: string) =>
    new TypeError("fetch failed", {
      cause: new Error(
        `error sending request from 127.0.0.1:1 for http://x/: client error ${phase}: Connection refused`,
      ),
    });
  assert.equal(failureOf(said("(Connect)")), "refused");
  assert.equal(failureOf(said("(SendRequest)")), "lost");
});

Deno.test("what nobody knows may have been sent", () => {
  for (const error of [new TypeError("fetch failed"), new Error("x"), "x", undefined]) {
    assert.equal(failureOf(error), "lost");
  }
});

Deno.test("a program that may not use the network is told so", () => {
  assert.equal(failureOf(new Deno.errors.NotCapable("Requires net access")), "not_permitted");
});

Deno.test("cancelling closes the connection at once", async () => {
  const arrived = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<void>();
  const never = Promise.withResolvers<Response>();
  await served(undefined, async (origin) => {
    const cancelled = new AbortController();
    const { signal } = cancelled;
    const answer = clientOf(origin, openFetch("true")).request("GET", ["ping"], { signal });
    await arrived.promise;
    cancelled.abort("no longer wanted");
    assert.equal(await answer.catch((reason) => reason), "no longer wanted");
    await gone.promise;
    never.resolve(new Response());
  }, (request) => {
    request.signal.addEventListener("abort", () => gone.resolve());
    arrived.resolve();
    return never.promise;
  });
});

Deno.test("redirects arrive as such and are followed within the origin", async () => {
  await served(undefined, async (origin) => {
    assert.equal(await ping(`${origin}/old`), "pong");
  }, (request) => {
    const { pathname } = new URL(request.url);
    return pathname.startsWith("/old")
      ? Response.redirect(request.url.replace("/old", ""), 301)
      : pong(request);
  });
});

/** Answers over plain http until disposed. */
async function servePlain(handler: http.RequestListener) {
  const server = http.createServer(handler);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Changes something over a connection that was kept open by a read, and that dies before the answer. */
async function changesSent(sslVerify: string, certificate?: { cert: string; key: string }) {
  await using server = await serveDyingConnection(certificate);
  const fetch = openFetch(sslVerify);
  const origin = `${certificate ? "https" : "http"}://127.0.0.1:${server.port}`;
  try {
    const api = clientOf(origin, fetch);
    for (const method of ["POST", "PATCH", "DELETE"] as const) {
      await api.request("GET", ["ping"]);
      const body = method === "DELETE" ? undefined : {};
      await assert.rejects(api.request(method, ["timesheets", 7], { body }), {
        message: /broke before .* look at the record before repeating it$/,
      });
    }
  } finally {
    fetch.close();
  }
  return server.changes;
}

Deno.test("a change whose kept connection dies is not sent again by the runtime", async () => {
  assert.deepEqual(await changesSent("true"), ["POST", "PATCH", "DELETE"]);
});

tlsTest("nor is one over https, however the certificate is trusted", async (files) => {
  for (
    const [sslVerify, certificate] of [["false", files.good], [files.authority.path, files.good], [
      files.plain.path,
      files.plain,
    ]] as const
  ) {
    assert.deepEqual(await changesSent(sslVerify, certificate), ["POST", "PATCH", "DELETE"]);
  }
});

Deno.test("a read whose kept connection dies is repeated on one of its own, as the others may be dead too", async () => {
  const together = 8;
  let arrived = 0;
  const all = Promise.withResolvers<void>();
  const seen = new WeakSet<Socket>();
  await using server = await servePlain(async ({ socket }, response) => {
    if (seen.has(socket)) return void socket.resetAndDestroy();
    seen.add(socket);
    if (++arrived === together) all.resolve();
    await all.promise;
    response.end('{"message":"pong"}');
  });
  const fetch = openFetch("true");
  try {
    const api = clientOf(server.origin, fetch);
    const ping = () => api.request("GET", ["ping"]);
    await Promise.all(Array.from({ length: together }, ping));
    assert.deepEqual(await ping(), { message: "pong" });
    assert.equal(arrived, together + 1);
  } finally {
    fetch.close();
  }
});

const untrusted = (origin: string) =>
  `The certificate of Kimai at ${origin} was issued by nobody who is trusted here (it is self-signed, or of a private authority): give the authority's certificate as a file with --ssl-verify (KIMAI_SSL_VERIFY), or switch the check off there with "false"`;

tlsTest(
  "a private or self-signed certificate is refused unless its authority is given",
  async ({ authority, good, leaf, plain }) => {
    for (const certificate of [good, leaf, plain]) {
      await served(certificate, async (origin) => {
        assert.equal(await ping(origin, "true"), untrusted(origin));
        assert.equal(await ping(origin, "TRUE"), untrusted(origin));
        if (certificate !== good) {
          assert.equal(await ping(origin, authority.path), untrusted(origin));
        }
      });
    }
    await served(good, async (origin) => assert.equal(await ping(origin, authority.path), "pong"));
  },
);

tlsTest(
  "a self-signed certificate is accepted where it is given itself",
  async ({ leaf, plain }) => {
    for (const certificate of [leaf, plain]) {
      await served(certificate, async (origin) => {
        assert.equal(await ping(origin, ` ${certificate.path} `), "pong");
      });
    }
  },
);

tlsTest(
  "after the first refusal a self-signed certificate is asked for in one way only",
  async ({ plain }) => {
    let plainly = 0;
    const fetch = openFetch(plain.path, {
      fetch: (input, init) => {
        plainly++;
        return globalThis.fetch(input, init);
      },
    });
    await served(plain, async (origin) => {
      for (let times = 0; times < 3; times++) {
        await clientOf(origin, fetch).request("GET", ["ping"]);
      }
    });
    fetch.close();
    assert.equal(plainly, 1);
  },
);

tlsTest(
  "without verification every certificate is accepted",
  async ({ good, foreign, expired, plain }) => {
    for (const certificate of [good, foreign, expired, plain]) {
      await served(certificate, async (origin) => {
        for (const value of ["false", "False"]) assert.equal(await ping(origin, value), "pong");
      });
    }
  },
);

tlsTest(
  "a certificate for another name or another time is refused, in Deno's way and in node's",
  async ({ authority, foreign, expired, plain, directory }) => {
    const wrongName =
      'The certificate that Kimai shows is not made out for "127.0.0.1": use the name that it is made out for in --kimai-url (KIMAI_URL), or have one issued for "127.0.0.1"';
    const late = (origin: string) =>
      `The certificate of Kimai at ${origin} has expired or is not valid yet: have it renewed, and check this computer's clock`;
    await served(foreign, async (origin) => {
      assert.equal(await ping(origin, authority.path), wrongName);
    });
    await served(expired, async (origin) => {
      assert.equal(await ping(origin, authority.path), late(origin));
    });
    // A transport that has met a self-signed certificate goes on with node's TLS.
    const both = `${directory}/both.PEM`;
    await Deno.writeTextFile(both, authority.cert + plain.cert);
    const fetch = openFetch(both);
    await served(plain, async (origin) => {
      await clientOf(origin, fetch).request("GET", ["ping"]);
    });
    const sentence = (origin: string) =>
      clientOf(origin, fetch).request("GET", ["ping"]).catch((error: Error) => error.message);
    await served(
      foreign,
      async (origin) => assert.equal(await sentence(origin), wrongName),
    );
    await served(expired, async (origin) => assert.equal(await sentence(origin), late(origin)));
    await served(undefined, async (origin) => {
      assert.match(
        await sentence(origin.replace("http", "https")) as string,
        / does not speak https at this port: /,
      );
    });
    fetch.close();
  },
);

tlsTest("http at an https port and https at an http port are told apart", async ({ good }) => {
  await served(good, async (origin) => {
    assert.equal(await failureAt(origin.replace("https", "http")), "not_http");
  });
  await served(undefined, async (origin) => {
    assert.equal(await failureAt(origin.replace("http", "https")), "not_tls");
  });
});

tlsTest(
  "a directory gives all its *.pem and *.crt files, and other files do not matter",
  async ({ authority, good, leaf }) => {
    const directory = await Deno.makeTempDir();
    await Deno.writeTextFile(`${directory}/Other.CRT`, leaf.cert);
    await Deno.writeTextFile(`${directory}/authority.pem`, `Issued by hand\n${authority.cert}`);
    await Deno.writeTextFile(`${directory}/README`, "no certificate");
    await Deno.mkdir(`${directory}/old.pem`);
    for (const certificate of [good, leaf]) {
      await served(
        certificate,
        async (origin) => assert.equal(await ping(origin, directory), "pong"),
      );
    }
    await Deno.remove(directory, { recursive: true });
  },
);

tlsTest(
  "a CA that cannot be used is explained with its path as it was given",
  async ({ directory, good }) => {
    const damaged = `${directory}/Damaged.pem`,
      text = `${directory}/text.pem`,
      empty = `${directory}/empty`;
    await Deno.writeTextFile(
      damaged,
      "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    );
    await Deno.writeTextFile(text, "no certificate");
    await Deno.mkdir(empty);
    const none = (path: string) =>
      `"${path}" of --ssl-verify (KIMAI_SSL_VERIFY) holds no certificate in PEM form ("BEGIN CERTIFICATE"): give a PEM file, or a directory with *.pem or *.crt files`;
    const sentences = {
      "/no/Such/File.pem":
        'The CA file or directory "/no/Such/File.pem" of --ssl-verify (KIMAI_SSL_VERIFY) does not exist: give true, false, or the path of a readable PEM file',
      [damaged]:
        `A certificate in "${damaged}" of --ssl-verify (KIMAI_SSL_VERIFY) is damaged: export it again from where it came`,
      [text]: none(text),
      [empty]: none(empty),
    };
    await served(good, async (origin) => {
      for (const [path, message] of Object.entries(sentences)) {
        assert.equal(await ping(origin, path), message);
      }
    });
  },
);

tlsTest(
  "a CA file that is put right is used without a restart",
  async ({ directory, authority, good }) => {
    const path = `${directory}/late.pem`;
    const fetch = openFetch(path);
    await served(good, async (origin) => {
      await assert.rejects(clientOf(origin, fetch).request("GET", ["ping"]), { name: "UserError" });
      await Deno.copyFile(authority.path, path);
      assert.deepEqual(await clientOf(origin, fetch).request("GET", ["ping"]), { message: "pong" });
    });
    fetch.close();
  },
);
