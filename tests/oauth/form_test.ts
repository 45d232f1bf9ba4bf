import assert from "node:assert/strict";
import fc from "fast-check";
import { BodyError } from "../../src/oauth/body.ts";
import { OAuthError } from "../../src/oauth/errors.ts";
import { formOf, readForm } from "../../src/oauth/form.ts";

const post = (body: BodyInit, headers: HeadersInit = {}) =>
  new Request("https://mcp.example.com/token?a=query", {
    method: "POST",
    body,
    headers: { "Content-Type": "application/x-www-form-urlencoded", ...headers },
  });

const invalid = (error: Error) => error instanceof OAuthError && error.code === "invalid_request";

Deno.test("A11: a parameter without a value is absent, and an unknown one counts for nothing", async () => {
  const form = await readForm(post("a=1&b=&c=x%20y+z%C3%A4&=5&d"));
  assert.deepEqual(["a", "b", "c", "d", "e"].map(form.get), [
    "1",
    undefined,
    "x y zä",
    undefined,
    undefined,
  ]);
  assert.equal(form.require("a"), "1");
  assert.throws(() => form.require("b"), { message: "The parameter b is missing" });
});

Deno.test("A11: a parameter that is there twice is refused, also when one of both is empty", async () => {
  for (const body of ["a=1&a=1", "a=1&a=2", "a=&a=1", "a&a"]) {
    const form = await readForm(post(body));
    assert.throws(() => form.get("a"), {
      code: "invalid_request",
      message: "The parameter a is there twice",
    });
    assert.throws(() => form.require("a"), invalid);
  }
  assert.deepEqual((await readForm(post("a=1&a=&a=2"))).all("a"), ["1", "2"]);
});

Deno.test("36: types that are no form, and forms in another charset or packed, are refused", async () => {
  const types = [
    "",
    ";;",
    "application/json",
    "multipart/form-data; boundary=x",
    "text/plain",
    "application/x-www-form-urlencodedx",
    "application/x-www-form-urlencoded;charset=x",
    "application/x-www-form-urlencoded; charset=iso-8859-1",
  ];
  for (const type of types) {
    await assert.rejects(readForm(post("a=1", { "Content-Type": type })), invalid, type);
  }
  await assert.rejects(readForm(post("a=1", { "Content-Encoding": "gzip" })), invalid);
});

Deno.test("36: spellings of the right type are accepted", async () => {
  const types = [
    "application/x-www-form-urlencoded; charset=UTF-8",
    'Application/X-WWW-Form-URLEncoded;charset="utf-8"',
    "application/x-www-form-urlencoded;",
  ];
  for (const type of types) {
    assert.equal((await readForm(post("a=1", { "Content-Type": type }))).get("a"), "1", type);
  }
});

Deno.test("the query of a POST counts for nothing", async () => {
  assert.equal((await readForm(post(""))).get("a"), undefined);
});

Deno.test("a body that is too long, too slow or not UTF-8 is refused", async () => {
  await assert.rejects(readForm(post("a=".padEnd(65_537, "1"))), BodyError);
  await assert.rejects(readForm(post(new Uint8Array([0x61, 0x3d, 0xff]))), BodyError);
  const slow = new Request("https://mcp.example.com/", {
    method: "POST",
    body: new ReadableStream(),
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
  });
  const later = (task: () => void) => (queueMicrotask(task), () => {});
  await assert.rejects(readForm(slow, { later }), BodyError);
});

Deno.test("no body makes reading fail in another way", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: "binary" }),
      fc.webQueryParameters(),
      async (text, query) => {
        for (const body of [text, query]) {
          try {
            (await readForm(post(new TextEncoder().encode(body)))).get("a");
          } catch (error) {
            assert(invalid(error as Error));
          }
        }
      },
    ),
  );
});

Deno.test("a query is read by the same rules", () => {
  assert.equal(formOf(new URLSearchParams("a=1")).get("a"), "1");
});
