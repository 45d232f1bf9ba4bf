/** The smallest picture and sound that are valid, in base64. */

/** One pixel. */
const png =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
/** A header and no samples: 8 kHz, one channel, 8 bits. */
const wav = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=";

export const picture = { type: "image", data: png, mimeType: "image/png" } as const;
export const sound = { type: "audio", data: wav, mimeType: "audio/wav" } as const;
