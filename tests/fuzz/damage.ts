/** Texts as a full disk, a slip of an editor or a bad block leaves them. */

import fc from "fast-check";

type Damage = (text: string) => string;

const place = fc.double({ min: 0, max: 1, noNaN: true });
const at = (text: string, where: number) => Math.floor(where * text.length);

/** One letter is another, or gone, or one too many. */
export const smallDamage: fc.Arbitrary<Damage> = fc.oneof(
  fc.tuple(place, fc.constantFrom(...'{}[]":,0189aZ\\ \n\0é')).map(
    ([where, letter]): Damage => (text) =>
      text.slice(0, at(text, where)) + letter + text.slice(at(text, where) + 1),
  ),
  place.map((where): Damage => (text) =>
    text.slice(0, at(text, where)) + text.slice(at(text, where) + 1)
  ),
  fc.tuple(place, fc.constantFrom(...'{}[]":,-.9"')).map(([where, letter]): Damage => (text) =>
    text.slice(0, at(text, where)) + letter + text.slice(at(text, where))
  ),
);

/** A piece is missing, twice there, empty bytes, or somewhere else. */
const largeDamage: fc.Arbitrary<Damage> = fc.oneof(
  place.map((where): Damage => (text) => text.slice(0, at(text, where))),
  fc.tuple(place, place, fc.constantFrom("gone", "twice", "empty")).map(
    ([one, other, how]): Damage => (text) => {
      const [from, to] = [at(text, one), at(text, other)].sort((a, b) => a - b);
      const piece = {
        gone: "",
        twice: text.slice(from, to).repeat(2),
        empty: "\0".repeat(to - from),
      };
      return text.slice(0, from) + piece[how as keyof typeof piece] + text.slice(to);
    },
  ),
  fc.constantFrom("", " ", "null", "[]", "{}", "\ufeff", '{"version":2}', '{"version":1}', "\0\0\0")
    .map((whole): Damage => () => whole),
);

/** One or more of either, one after the other. */
export const damage: fc.Arbitrary<Damage> = fc
  .array(fc.oneof({ weight: 3, arbitrary: smallDamage }, largeDamage), {
    minLength: 1,
    maxLength: 4,
  })
  .map((all): Damage => (text) => all.reduce((so, one) => one(so), text));
