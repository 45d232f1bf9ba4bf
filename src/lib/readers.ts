/** Who can read a file with secrets that is not refused for it, because many have it so. */

/**
 * @returns a sentence where everybody on the machine can read or change the file; nothing where not, where files
 *   have no mode, or where there is no file
 */
export async function describeReaders(path: string): Promise<string | undefined> {
  const mode = await Deno.stat(path).then(({ mode }) => mode, () => null);
  if (Deno.build.os === "windows" || mode === null || (mode & 0o007) === 0) return undefined;
  return `Everybody on this machine can read ${path}: run chmod 600 ${JSON.stringify(path)}`;
}
