/** Kimai takes the colours of its own palette only (API.md 1.5, trap 27): any other becomes the nearest of them. */

import { UpstreamError, UserError } from "../../mcp/errors.ts";
import { noteWords } from "./note_words.ts";
import { colors } from "./records.ts";
import type { KimaiSession } from "./session.ts";
import type { Language } from "./wording.ts";

/** A colour of the palette, and a note where it is not the one that was asked for. */
export interface PaletteColor {
  color: string;
  note?: string;
}

/**
 * Writes with the colour as it is, and where Kimai refuses just that, with the nearest that it has: the
 * palette is only read when it is needed.
 */
export async function writeColored<T>(
  body: Record<string, unknown>,
  write: (body: Record<string, unknown>) => Promise<T>,
  { kimai, language }: Pick<KimaiSession, "kimai" | "language">,
): Promise<{ written: T; notes: string[] }> {
  const wanted = body.color;
  if (typeof wanted !== "string" || wanted === "") return { written: await write(body), notes: [] };
  if (rgbOf(wanted)) {
    try {
      return { written: await write(body), notes: [] };
    } catch (error) {
      if (!refusesColor(error)) throw error;
    }
  }
  const palette = await kimai.request("GET", ["config", "colors"], { answer: colors });
  const { color, note } = nearestColor(wanted, palette, await language());
  return { written: await write({ ...body, color }), notes: note ? [note] : [] };
}

function refusesColor(error: unknown): boolean {
  return error instanceof UpstreamError && error.fault === "invalid" &&
    error.fields.some(({ name }) => name === "color");
}

/**
 * The colour of a palette that a name means or a hex value comes nearest to.
 * @throws {UserError} for a word that is no name of the palette
 */
export function nearestColor(
  wanted: string,
  palette: Record<string, string>,
  language: Language = "en",
): PaletteColor {
  const names = Object.keys(palette);
  const rgb = rgbOf(wanted);
  if (!rgb) {
    const name = names.find((one) => plain(one) === plain(wanted));
    if (name) return { color: palette[name] };
    throw new UserError(
      `Cannot use ${JSON.stringify(wanted)} as a color: write #rrggbb, or one of ${
        names.join(", ")
      }`,
    );
  }
  const distances = names.map((name) => ({ name, by: distance(rgb, rgbOf(palette[name])) }));
  const nearest = distances.reduce((best, one) => one.by < best.by ? one : best);
  const color = palette[nearest.name];
  return nearest.by === 0 ? { color } : {
    color,
    note: noteWords[language].palette(wanted, `${color} (${nearest.name})`),
  };
}

const plain = (name: string) => name.replace(/[\s_-]/g, "").toLowerCase();

function rgbOf(text: string): number[] | undefined {
  const [, hex] = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text.trim()) ?? [];
  if (!hex) return undefined;
  const digits = hex.length === 3 ? [...hex].map((digit) => digit + digit) : hex.match(/../g)!;
  return digits.map((pair) => parseInt(pair, 16));
}

function distance(one: number[], other: number[] = [Infinity, 0, 0]): number {
  return one.reduce((sum, value, index) => sum + (value - other[index]) ** 2, 0);
}
