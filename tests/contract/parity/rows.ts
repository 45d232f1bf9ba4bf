/** All rows. */

import { absenceRows } from "./absence.ts";
import { beyondRows } from "./beyond.ts";
import { entityRows } from "./entity.ts";
import { readingRows } from "./reading.ts";
import { recordRows } from "./records.ts";
import { timeRows } from "./time.ts";
import type { Case } from "./row.ts";

export const rows: readonly Case[] = [
  ...entityRows,
  ...timeRows,
  ...absenceRows,
  ...recordRows,
  ...readingRows,
  ...beyondRows,
];
