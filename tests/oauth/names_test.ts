import assert from "node:assert/strict";
import fc from "fast-check";
import { shownName } from "../../src/oauth/names.ts";

for (
  const [what, name, shown] of [
    ["a plain name", "Claude", "Claude"],
    ["an umlaut in two parts", "Bu\u0308cher", "Bücher"],
    ["blanks around and within", "  Visual\t\n Studio\u00a0\u3000Code ", "Visual Studio Code"],
    ["direction marks", "\u202eedualC\u202c \u2066x\u2069", "edualC x"],
    ["invisible characters", "Cl\u200ba\u200cu\u200dd\ufeffe\u00ad\u2060", "Claude"],
    ["control characters", "Cla\0u\x1b[2Jde\x7f", "Clau[2Jde"],
    ["tags that are not drawn", "Claude\u{e0041}\u{e007f}", "Claude"],
    ["letters that are drawn as nothing", "Claude\u3164\u115f\u2800", "Claude"],
    ["marks in heaps", `C${"\u0301".repeat(50)}laude`, "Ć\u0301\u0301laude"],
    ["markup, which is for the page to escape", "<b>'&", "<b>'&"],
    ["quotes", '“a” „b“ «c» ‚d‘ "e" O’F', "'a' 'b' 'c' 'd' 'e' O'F"],
    ["nothing", "", undefined],
    ["nothing to see", " \u200b\u202e\u3164 ", undefined],
    ["no name", undefined, undefined],
  ] as const
) {
  Deno.test(`${what} is shown as ${JSON.stringify(shown)}`, () => {
    assert.equal(shownName(name), shown);
  });
}

Deno.test("a long name is cut between characters, not within one", () => {
  assert.equal(shownName("x".repeat(60)), "x".repeat(60));
  assert.equal(shownName("x".repeat(5000)), `${"x".repeat(60)}…`);
  assert.equal(shownName("👍🏽".repeat(61)), `${"👍🏽".repeat(60)}…`);
});

Deno.test("whatever a stranger calls itself fits on a line and hides nothing", () => {
  const any = fc.string({
    unit: fc.oneof(
      fc.nat(0xffff).map((code) => String.fromCharCode(code)),
      fc.constantFrom("a", " ", "\u0301", "\u202e"),
    ),
    maxLength: 300,
  });
  fc.assert(fc.property(any, (name) => {
    const shown = shownName(name);
    if (shown === undefined) return;
    assert.doesNotMatch(shown, /[\p{C}\p{Zl}\p{Zp}]|\p{M}{4}|^\s|\s$|\s\s/u);
    assert(shown.length > 0 && [...new Intl.Segmenter().segment(shown)].length <= 61);
  }));
});
