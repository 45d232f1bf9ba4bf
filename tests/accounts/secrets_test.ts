import assert from "node:assert/strict";
import fc from "fast-check";
import {
  BusyError,
  createSecret,
  createSecretVerifier,
  hashSecret,
  isHash,
  sameText,
} from "../../src/accounts/secrets.ts";
import { cheap } from "./support.ts";

const text = fc.string({ unit: "grapheme", maxLength: 60 });

Deno.test("a secret fits its own hash and its own clear text, and nothing else does", async () => {
  const { verify } = createSecretVerifier({ cost: cheap });
  await fc.assert(fc.asyncProperty(text, text, async (secret, other) => {
    const hash = await hashSecret(secret, cheap);
    assert.equal(isHash(hash), true);
    for (const kept of [{ hash }, { clear: secret }]) {
      assert.equal(await verify(kept, secret), true);
      assert.equal(await verify(kept, other), secret === other);
      assert.equal(await verify(kept, hash), secret === hash);
    }
  }));
});

Deno.test("an account without a secret lets nobody in, whatever is given", async () => {
  const { verify } = createSecretVerifier({ cost: cheap });
  await fc.assert(fc.asyncProperty(text, async (given) => {
    assert.equal(await verify(undefined, given), false);
  }));
});

Deno.test("the hash of the standard cost names it, and no two hashes of a secret are alike", async () => {
  const [one, other] = await Promise.all([hashSecret("secret"), hashSecret("secret")]);
  assert.match(one, /^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
  assert.notEqual(one, other);
  assert.equal(await createSecretVerifier().verify({ hash: one }, "secret"), true);
});

Deno.test("a hash of the standard cost takes so much memory at once that glibc gives it back afterwards", async () => {
  const [, N, r] = (await hashSecret("secret")).split("$").map(Number);
  // DEFAULT_MMAP_THRESHOLD_MAX of 64-bit systems; less stays in the arena of each thread that hashed.
  assert(128 * N * r >= 32 * 2 ** 20, `${128 * N * r} bytes`);
});

Deno.test("a hash is what RFC 7914 says it is", async () => {
  // Its third test vector (chapter 12): "pleaseletmein", "SodiumChloride", N 16384, r 8, p 1, 64 bytes.
  const salt = btoa("SodiumChloride").replaceAll("=", "");
  const bytes = Uint8Array.fromHex(
    "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2" +
      "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887",
  );
  const hash = bytes.toBase64({ alphabet: "base64url", omitPadding: true });
  const secret = { hash: `scrypt$16384$8$1$${salt}$${hash}` };
  assert.equal(await createSecretVerifier().verify(secret, "pleaseletmein"), true);
});

Deno.test("secrets are 160 random bits in hexadecimal", () => {
  const secrets = Array.from({ length: 100 }, createSecret);
  assert.equal(new Set(secrets).size, 100);
  for (const secret of secrets) assert.match(secret, /^[0-9a-f]{40}$/);
});

const rest = "AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
const refused = {
  "an N that is no power of two": `scrypt$16383$8$5$${rest}`,
  "an N of one": `scrypt$1$8$5$${rest}`,
  "no block size": `scrypt$16384$0$5$${rest}`,
  "no rounds": `scrypt$16384$8$0$${rest}`,
  "more memory than 128 MiB": `scrypt$262144$8$1$${rest}`,
  "more than some seconds": `scrypt$131072$8$5$${rest}`,
  "a number with hundreds of digits": `scrypt$1${"0".repeat(300)}$8$5$${rest}`,
  "a salt of nothing": `scrypt$16384$8$5$$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`,
  "another alphabet": `scrypt$16384$8$5$${rest.replace(/A$/, "+")}`,
  "another function": "$2b$12$abcdefghijklmnopqrstuv",
  "something behind it": `scrypt$16384$8$5$${rest}\n`,
  "nothing": "",
};

for (const [name, hash] of Object.entries(refused)) {
  Deno.test(`a hash from a file is refused for ${name}, and opens nothing`, async () => {
    assert.equal(isHash(hash), false);
    assert.equal(await createSecretVerifier({ cost: cheap }).verify({ hash }, "secret"), false);
  });
}

Deno.test("the strongest of OWASP's settings is taken", () => {
  assert.equal(isHash(`scrypt$131072$8$1$${rest}`), true);
  assert.equal(isHash(`scrypt$8192$8$10$${rest}`), true);
});

Deno.test("only so many sign-ins wait for their turn, and those that do are answered", async () => {
  const { verify } = createSecretVerifier({ atOnce: 1, waiting: 2, cost: cheap });
  const clear = { clear: "a" };
  const [first, second, third, fourth] = await Promise.allSettled([
    verify(clear, "a"),
    verify(clear, "b"),
    verify(clear, "a"),
    verify(clear, "a"),
  ]);
  const values = [first, second, third].map((each) => each.status === "fulfilled" && each.value);
  assert.deepEqual(values, [true, false, true]);
  assert.equal(fourth.status === "rejected" && fourth.reason instanceof BusyError, true);
  assert.equal(await verify(clear, "a"), true);
});

Deno.test("who does not exist, or has no secret, waits for a turn like everybody", async () => {
  const { verify } = createSecretVerifier({ atOnce: 1, waiting: 1, cost: cheap });
  const tries = await Promise.allSettled([1, 2, 3].map(() => verify(undefined, "a")));
  assert.deepEqual(tries.map(({ status }) => status), ["fulfilled", "fulfilled", "rejected"]);
});

Deno.test("texts are the same when they are, of whatever length", () => {
  for (const [one, other] of [["secret", "secret 2"], ["secret 2", "secret"], ["", "a"]]) {
    assert.equal(sameText(one, other), false);
  }
  fc.assert(fc.property(text, text, (one, other) => {
    assert.equal(sameText(one, other), one === other);
    assert.equal(sameText(one, one), true);
  }));
});
