import assert from "node:assert/strict";
import { type Handshake, shakeHands, subjectsOf } from "../../src/lib/handshake.ts";
import { type Certificate, createAuthority, createCertificate } from "../support/certificate.ts";

const root = await createAuthority("Test Root");

// The permissions of `deno task start` that a connection takes.
const permissions = { net: true, read: true, env: true } as const;
const tlsTest = (name: string, fn: () => Promise<void>) =>
  Deno.test({
    name: root ? name : `${name} (skipped: no openssl)`,
    ignore: !root,
    permissions,
    fn,
  });

// What needs openssl is made here, where starting it is allowed.
const made = root && await make(root);

async function make(root: NonNullable<Awaited<ReturnType<typeof createAuthority>>>) {
  const between = (await createAuthority("Test Between", root))!;
  const other = (await createAuthority("Other Root"))!;
  const below = await between.issue({ hosts: ["localhost"] });
  return {
    good: await root.issue({ hosts: ["localhost", "127.0.0.1"] }),
    expired: await root.issue({ hosts: ["localhost"], from: -30, to: -3 }),
    future: await root.issue({ hosts: ["localhost"], from: 3, to: 30 }),
    foreign: await root.issue({ hosts: ["other.test", "more.test"] }),
    selfSigned: (await createCertificate("localhost"))!,
    below,
    whole: { key: below.key, cert: below.cert + between.cert },
    other: other.cert,
  };
}

async function shake(
  certificate: Certificate | undefined,
  { ca, host = "localhost", signal = new AbortController().signal }: {
    ca?: readonly string[];
    host?: string;
    signal?: AbortSignal;
  } = {},
): Promise<Handshake> {
  const listen = { hostname: "127.0.0.1", port: 0, onListen() {} };
  const server = certificate
    ? Deno.serve({ ...listen, ...certificate }, () => new Response())
    : Deno.serve(listen, () => new Response());
  try {
    const { port } = server.addr as Deno.NetAddr;
    let time = 0;
    return await shakeHands({ host, address: "127.0.0.1", port }, {
      signal,
      now: Temporal.Now.instant,
      patience: 10_000,
      clock: () => time += 5,
      ca,
    });
  } finally {
    await server.shutdown();
  }
}

tlsTest(
  "a certificate from a trusted authority is in order, and the authority is in its chain",
  async () => {
    const { failure, chain, ms } = await shake(made!.good, { ca: [root!.cert] });
    assert.deepEqual([failure, ms], [undefined, 5]);
    assert.deepEqual(chain.map(({ subject, issuer }) => [subject, issuer]), [
      ["localhost", "Test Root"],
      ["Test Root", "Test Root"],
    ]);
    assert.deepEqual(chain[0].names, ["localhost", "127.0.0.1"]);
    assert.equal(chain[0].daysLeft, 89);
    assert.deepEqual(chain.map(({ selfSigned }) => selfSigned), [false, true]);
  },
);

tlsTest("a certificate that names an IP address is good for that address", async () => {
  const given = { ca: [root!.cert], host: "127.0.0.1" };
  assert.equal((await shake(made!.good, given)).failure, undefined);
  assert.equal((await shake(made!.whole, given)).failure, "wrong_name");
});

tlsTest("a certificate is refused for the reason that people can do something about", async () => {
  const ca = [root!.cert];
  const failures = await Promise.all([
    shake(made!.expired, { ca }),
    shake(made!.expired),
    shake(made!.future, { ca }),
    shake(made!.foreign, { ca }),
    shake(made!.good),
    shake(made!.good, { ca: [made!.other] }),
    shake(made!.selfSigned),
  ]);
  assert.deepEqual(failures.map(({ failure }) => failure), [
    "expired",
    "expired",
    "not_yet_valid",
    "wrong_name",
    "unknown_authority",
    "unknown_authority",
    "self_signed",
  ]);
  assert.deepEqual(failures[3].chain[0].names, ["other.test", "more.test"]);
  assert.deepEqual(failures[0].chain[0].daysLeft, -4);
});

tlsTest("a server that leaves out a certificate in between is told by its chain", async () => {
  const ca = [root!.cert];
  const [short, whole] = [await shake(made!.below, { ca }), await shake(made!.whole, { ca })];
  assert.deepEqual([short.failure, short.chain.length], ["unknown_authority", 1]);
  assert.deepEqual([whole.failure, whole.chain.length], [undefined, 3]);
});

tlsTest("a self-signed certificate may be trusted as it is", async () => {
  const { failure } = await shake(made!.selfSigned, { ca: [made!.selfSigned.cert] });
  assert.equal(failure, undefined);
});

tlsTest("own authorities are named by those they are", async () => {
  assert.deepEqual(await subjectsOf([root!.cert, made!.other]), ["Test Root", "Other Root"]);
});

Deno.test("what speaks no TLS has no certificates", async () => {
  const { failure, chain } = await shake(undefined);
  assert.deepEqual([failure, chain], ["not_tls", []]);
});

Deno.test("nobody waits for a handshake that is called off, or that never ends", async () => {
  const { failure } = await shake(undefined, { signal: AbortSignal.abort() });
  assert.equal(failure, "cancelled");
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const taken = listener.accept();
  const place = { host: "localhost", address: "127.0.0.1", port: listener.addr.port };
  const silent = await shakeHands(place, {
    signal: new AbortController().signal,
    now: Temporal.Now.instant,
    patience: 1,
    clock: () => 0,
  });
  assert.equal(silent.failure, "timeout");
  (await taken).close();
});
