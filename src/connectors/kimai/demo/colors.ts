/**
 * Colours: the palette that forms accept, and the colour computed for an object that has none.
 */

/** The only colours that forms accept (API.md 1.5; recordings 36). */
export const PALETTE: Record<string, string> = {
  Silver: "#c0c0c0",
  Gray: "#808080",
  Black: "#000000",
  Maroon: "#800000",
  Brown: "#a52a2a",
  Red: "#ff0000",
  Orange: "#ffa500",
  Gold: "#ffd700",
  Yellow: "#ffff00",
  Peach: "#ffdab9",
  Khaki: "#f0e68c",
  Olive: "#808000",
  Lime: "#00ff00",
  Jelly: "#9acd32",
  Green: "#008000",
  Teal: "#008080",
  Aqua: "#00ffff",
  LightBlue: "#add8e6",
  DeepSky: "#00bfff",
  Dodger: "#1e90ff",
  Blue: "#0000ff",
  Navy: "#000080",
  Purple: "#800080",
  Fuchsia: "#ff00ff",
  Violet: "#ee82ee",
  Rose: "#ffe4e1",
  Lavender: "#E6E6FA",
};

/** By byte sum of the name modulo 41 (ADDENDA, fact 6). 13, 20, 30, 33 and 38 were never seen. */
const SAFE_COLORS =
  ("#AAAAAA #DDDDDD #a972c9 #9C27B0 #673AB7 #041fd1 #5319e7 #3F51B5 #0074D9 #2196F3 #03A9F4 " +
    "#7FDBFF #39CCCC #00BCD4 #006b75 #009688 #00bb32 #4CAF50 #3D9970 #2ECC40 #01FF70 #8BC34A " +
    "#CDDC39 #FFDC00 #FFC107 #FF851B #FF9800 #FF5722 #f41a00 #E91E63 #F44336 #b60205 #FF4136 " +
    "#85144b #F012BE #d82d80 #B10DC9 #e135f4 #2d3748 #4a5568 #718096").split(" ");

/** The colour Kimai shows: the chosen one, else one that depends on the name. */
export function safeColor(color: string | null, name: string): string {
  if (color !== null) return color;
  let sum = 0;
  for (const byte of new TextEncoder().encode(name)) sum += byte;
  return SAFE_COLORS[sum % SAFE_COLORS.length];
}
