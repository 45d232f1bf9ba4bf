import assert from "node:assert/strict";
import {
  longerThan,
  notBetween,
  numberUsed,
  overBudget,
  tooLong,
  tooShort,
} from "../../../../src/connectors/kimai/demo/messages.ts";

Deno.test("the variable parts stand where Kimai has them", () => {
  assert.deepEqual(
    [tooShort(2), tooLong(9), notBetween(0, 5), numberUsed("7"), longerThan("2:00")],
    [
      "This value is too short. It should have 2 characters or more.",
      "This value is too long. It should have 9 characters or less.",
      "This value should be between 0 and 5.",
      "The number 7 is already used.",
      "Maximum 2:00 hours allowed.",
    ],
  );
  assert.match(
    overBudget("3", "2", "1"),
    /^The budget is used up\. Of the available 3, 2 .* 1 can/,
  );
});
