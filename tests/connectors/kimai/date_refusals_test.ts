import assert from "node:assert/strict";
import { reading, Refusal } from "../../../src/connectors/kimai/date_refusals.ts";

const wanted = { name: "a day", examples: "x, y or z" };

function message(text: string, read: (text: string) => unknown = () => undefined): string {
  try {
    reading(text, wanted, read);
  } catch (error) {
    return String(error);
  }
  return "read";
}

Deno.test("text is trimmed before it is read", () => {
  assert.equal(reading(" today\n", wanted, (text) => text), "today");
});

Deno.test("what is not read is quoted with what could be", () => {
  assert.equal(message("foo"), 'UserError: Cannot read "foo" as a day: write x, y or z');
  const late = () => {
    throw new Refusal("it is late");
  };
  assert.equal(
    message("foo", late),
    'UserError: Cannot read "foo" as a day: it is late; write x, y or z',
  );
  const never = () => Temporal.PlainDate.from("2026-02-30");
  assert.match(message("foo", never), /: it is not in the calendar; write /);
});

Deno.test("long text and control characters are refused before anything is read", () => {
  const unread = () => assert.fail("it was read");
  assert.equal(
    message("x".repeat(101), unread),
    `UserError: Cannot read "${
      "x".repeat(60)
    }" as a day: it is longer than 100 characters; write x, y or z`,
  );
  assert.equal(message("x".repeat(100), () => "read"), "read");
  for (
    const hidden of [
      "\u0000",
      "\t",
      "\n",
      "\u001b",
      "\u009f",
      "\u200b",
      "\u202e",
      "\u2028",
      "\ud800",
    ]
  ) {
    assert.match(message(`a${hidden}b`, unread), /: it contains control characters; write /);
    assert.doesNotMatch(message(`a${hidden}b`, unread), /[\p{C}\p{Zl}]/u);
  }
});

Deno.test("a quote is cut between characters", () => {
  assert.match(message("🙂".repeat(45)), /^UserError: Cannot read "(🙂){45}" as a day/u);
  assert.match(message("🙂".repeat(40)), /^UserError: Cannot read "(🙂){40}" as a day/u);
});

Deno.test("a bug stays a bug", () => {
  const broken = () => {
    throw new TypeError("broken");
  };
  assert.equal(message("foo", broken), "TypeError: broken");
});
