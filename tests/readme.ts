/** Writes README's tables: `deno task readme`. */

import { renderReadme } from "./support/readme.ts";

const file = new URL("../README.md", import.meta.url);
await Deno.writeTextFile(file, await renderReadme(await Deno.readTextFile(file)));
