import assert from "node:assert/strict";
import { nearestColor } from "../../../src/connectors/kimai/palette.ts";
import { withKimai } from "../../support/kimai.ts";

const palette = { Red: "#ff0000", DeepSky: "#00bfff", Lavender: "#E6E6FA" };

Deno.test("a colour of the palette is taken by value or name, whatever its case", () => {
  const cases = [["#FF0000", "#ff0000"], ["red", "#ff0000"], ["deep sky", "#00bfff"], [
    "#e6e6fa",
    "#E6E6FA",
  ]];
  for (const [wanted, color] of cases) assert.deepEqual(nearestColor(wanted, palette), { color });
});

Deno.test("any other colour becomes the nearest, and that is told", () => {
  assert.deepEqual(nearestColor("#e00", palette), {
    color: "#ff0000",
    note: "#e00 is not in Kimai's palette, the nearest is #ff0000 (Red)",
  });
  assert.equal(
    nearestColor("#e00", palette, "de").note,
    "#e00 fehlt in der Farbpalette von Kimai, am nächsten ist #ff0000 (Red)",
  );
});

Deno.test("a word that is no colour is refused with those there are", () => {
  assert.throws(() => nearestColor("reddish", palette), {
    name: "UserError",
    message: `Cannot use "reddish" as a color: write #rrggbb, or one of Red, DeepSky, Lavender`,
  });
});

Deno.test("the palette is only asked for when Kimai refuses a colour", async () => {
  await using test = await withKimai({ user: "admin" });
  const tag = (name: string, color: string) =>
    test.result("entity", { type: "tag", action: "create", data: { name, color } });
  await tag("one", "#ff0000");
  assert.deepEqual(test.requests, [
    `POST /tags {"visible":true,"name":"one","color":"#ff0000"}`,
    "GET /users/me",
  ]);
  test.requests.length = 0;
  assert.equal((await tag("two", "#fe0000")).item.color, "#ff0000");
  assert.deepEqual(test.requests, [
    `POST /tags {"visible":true,"name":"two","color":"#fe0000"}`,
    "GET /config/colors",
    `POST /tags {"visible":true,"name":"two","color":"#ff0000"}`,
  ]);
  assert.equal((await tag("three", "Navy")).item.color, "#000080");
});
