/** Pictures of few colours made small: a palette takes a byte for a pixel where Chromium takes three. */

import { crc32, deflateSync, inflateSync } from "node:zlib";

const signature = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]);
const colours = 256;

/**
 * The same picture with at most 256 colours: the most frequent ones as they are, every other as the nearest of them.
 * @throws {Error} for a PNG of another kind than Chromium makes: 8 bits, RGB or RGBA, not interlaced
 */
export function withPalette(png: Uint8Array): Uint8Array {
  const { width, height, pixels } = decode(png);
  const palette = frequent(pixels);
  const places = new Map(palette.map((colour, place) => [colour, place]));
  const rows = new Uint8Array(height * (width + 1));
  pixels.forEach((colour, index) => {
    const place = places.get(colour) ?? nearest(colour, palette);
    places.set(colour, place);
    // Before each row stands its filter, which is none.
    rows[index + Math.floor(index / width) + 1] = place;
  });
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 3], 8);
  return joined(
    signature,
    chunk("IHDR", header),
    chunk("PLTE", new Uint8Array(palette.flatMap(channelsOf))),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", new Uint8Array()),
  );
}

/** The colours of most pixels. */
function frequent(pixels: Uint32Array): number[] {
  const counts = new Map<number, number>();
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one).slice(0, colours)
    .map(([colour]) => colour);
}

function channelsOf(colour: number): number[] {
  return [colour >> 16, colour >> 8 & 255, colour & 255];
}

function nearest(colour: number, palette: readonly number[]): number {
  const channels = channelsOf(colour);
  const distances = palette.map((other) =>
    channelsOf(other).reduce((sum, channel, index) => sum + (channel - channels[index]) ** 2, 0)
  );
  return distances.indexOf(Math.min(...distances));
}

/** Width, height, and a number 0xRRGGBB for each pixel. */
function decode(png: Uint8Array): { width: number; height: number; pixels: Uint32Array } {
  const view = new DataView(png.buffer, png.byteOffset, png.length);
  const data: Uint8Array[] = [];
  for (let at = signature.length; at < png.length;) {
    const length = view.getUint32(at);
    const type = new TextDecoder().decode(png.subarray(at + 4, at + 8));
    if (type === "IDAT") data.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const [bits, kind, , , interlaced] = png.subarray(24, 29);
  const size = { 2: 3, 6: 4 }[kind];
  if (bits !== 8 || size === undefined || interlaced !== 0) throw new Error("Another kind of PNG");
  const rows = unfiltered(inflateSync(joined(...data)), width * size, size);
  const pixels = Uint32Array.from({ length: width * height }, (_, index) => {
    const [red, green, blue] = rows.subarray(index * size, index * size + 3);
    return red << 16 | green << 8 | blue;
  });
  return { width, height, pixels };
}

/** Takes the filter of each row back (PNG, 9.2). */
function unfiltered(lines: Uint8Array, length: number, size: number): Uint8Array {
  const rows = new Uint8Array(lines.length / (length + 1) * length);
  for (let y = 0; y * length < rows.length; y++) {
    const filter = lines[y * (length + 1)];
    for (let x = 0; x < length; x++) {
      const at = y * length + x;
      const left = x < size ? 0 : rows[at - size];
      const above = y === 0 ? 0 : rows[at - length];
      const corner = x < size || y === 0 ? 0 : rows[at - length - size];
      const guess = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter];
      rows[at] = lines[y * (length + 1) + 1 + x] + guess;
    }
  }
  return rows;
}

/** Whichever is nearest to left + above - corner. */
function paeth(left: number, above: number, corner: number): number {
  const [a, b, c] = [left, above, corner].map((one) => Math.abs(left + above - corner - one));
  return a <= b && a <= c ? left : b <= c ? above : corner;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = joined(new TextEncoder().encode(type), data);
  const ends = new Uint8Array(8);
  const view = new DataView(ends.buffer);
  view.setUint32(0, data.length);
  view.setUint32(4, crc32(body));
  return joined(ends.subarray(0, 4), body, ends.subarray(4));
}

function joined(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
