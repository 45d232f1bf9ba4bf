/** Texts and values that no honest client sends. */

import fc from "fast-check";

/** Texts on which programs were seen to stumble, by what they stumble over. */
const known: readonly string[] = [
  "",
  " ",
  "\t\r\n",
  "\0",
  "a\0b",
  "\ud800",
  "\udfff\ud800",
  "\u202e\u200b\ufeff",
  "e\u0301\u0323".repeat(20),
  "../../etc/passwd",
  "..",
  ".",
  "/",
  "%2e%2e%2f",
  "%00",
  "%",
  "a/b?c=d#e",
  "http://evil.example/",
  "//evil.example",
  "javascript:alert(1)",
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "' OR '1'='1",
  "${user_config.token}",
  "{{7*7}}",
  "$(id)",
  "x\r\nSet-Cookie: a=b",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "null",
  "undefined",
  "NaN",
  "Infinity",
  "-Infinity",
  "-0",
  "1e309",
  "0x10",
  "1e3",
  "9007199254740993",
  "99999999999999999999",
  "-1",
  "0",
  "1.5",
  "١٢٣",
  "true",
  "[]",
  "{}",
  "[object Object]",
  "a".repeat(300),
  "9".repeat(400),
  "(".repeat(1000),
  "x".repeat(25_000),
];

/** A text that somebody sends to see what breaks; whole texts of any letters among them. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...known),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ maxLength: 20 }),
);

/** The same as it can stand in a header or an address: what clients and runtimes refuse to send is left out. */
export const hostileHeader: fc.Arbitrary<string> = hostileText
  .map((text) => text.replace(/[^\x20-\x7e]/g, "").trim().slice(0, 4000));

const names = fc.oneof(
  fc.constantFrom("__proto__", "constructor", "toString", "length", "", "id", "action", "data"),
  hostileText,
);

/** Any JSON there is, with names that are taken and values that do not fit. */
export const hostileValue: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.oneof(
      hostileText,
      fc.constantFrom(null, true, false, 0, -1, 1.5, -0, 1e21, 2 ** 53, -(2 ** 53), 1e-7),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    ),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.array(fc.tuple(names, tie("value")), { maxLength: 4 })
      // Parsed as from the wire, so that "__proto__" is a member like any other.
      .map((members) => fromWire(members)),
  ),
})).value;

function fromWire(members: [string, unknown][]): unknown {
  const pairs = members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  return JSON.parse(`{${pairs.join(",")}}`);
}
