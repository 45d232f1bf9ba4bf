/** Catches what a command writes to stdout and stderr. Tests of one file run one after the other, so nothing else writes there. */
export async function withOutput<T>(
  run: () => Promise<T>,
): Promise<{ value: T; out: string; err: string }> {
  const streams = [Deno.stdout, Deno.stderr] as const;
  const originals = streams.map((stream) => stream.writeSync);
  const texts = ["", ""];
  for (const [index, stream] of streams.entries()) {
    stream.writeSync = (bytes) => {
      texts[index] += new TextDecoder().decode(bytes);
      return bytes.length;
    };
  }
  try {
    return { value: await run(), out: texts[0], err: texts[1] };
  } finally {
    for (const [index, stream] of streams.entries()) stream.writeSync = originals[index];
  }
}
