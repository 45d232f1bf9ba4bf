/**
 * README's pictures: `deno task screenshots`. The pages on which people sign in, and a conversation, light and
 * dark, by the system's Chromium.
 */

import type { Page } from "playwright-core";
import { print } from "../src/cli/output.ts";
import { missingFor, startChromium } from "./e2e/chromium.ts";
import { withPalette } from "./screenshots/png.ts";
import { walk } from "./screenshots/sign_in.ts";
import { converse, pageOf } from "./screenshots/transcript.ts";

const folder = new URL("../.github/images/", import.meta.url);
/** Bytes that a picture may have. */
const most = 60_000;

/** Takes the whole page, which is as high as what is on it. @throws {Error} when that makes too large a file */
async function take(page: Page, name: string): Promise<void> {
  const picture = withPalette(await page.screenshot({ fullPage: true, animations: "disabled" }));
  if (picture.length > most) throw new Error(`${name} has ${picture.length} bytes, over ${most}`);
  await Deno.writeFile(new URL(name, folder), picture);
  print(`${name}: ${picture.length} bytes`);
}

const missing = missingFor({});
if (missing.length > 0) throw new Error(`No pictures without ${missing.join(" and ")}`);
await Deno.mkdir(folder, { recursive: true });
const conversation = await pageOf(await converse());
await using chromium = await startChromium();
for (const colorScheme of ["light", "dark"] as const) {
  const narrow = { colorScheme, viewport: { width: 480, height: 100 }, deviceScaleFactor: 1.75 };
  const { page } = await chromium.open(narrow);
  await walk(page, {
    signIn: () => take(page, `sign-in-${colorScheme}.png`),
    consent: () => take(page, `consent-${colorScheme}.png`),
  });
  const wide = { colorScheme, viewport: { width: 880, height: 100 } };
  const { page: other } = await chromium.open(wide);
  await other.setContent(conversation);
  await take(other, `conversation-${colorScheme}.png`);
}
