/** A file that grows line by line, like an audit trail: lines in order, mode 0600, opened anew when it was rotated. */

/** Lines go to the file's end. */
export interface AppendFile {
  /** Queues a line; a failure is told to `onError`, once for each line that is lost. */
  write(line: string): void;
  /** From here on lines go to the file that now has the name: after a rotation. */
  reopen(): void;
  /** Waits for all lines and closes the file. */
  close(): Promise<void>;
}

/**
 * Opens the file, so that a path that cannot be used is known at start.
 * @throws as `Deno.open` does
 */
export async function openAppendFile(
  path: string,
  onError: (error: unknown) => void,
): Promise<AppendFile> {
  const open = () => Deno.open(path, { append: true, create: true, mode: 0o600 });
  let file: Deno.FsFile | undefined = await open();
  let queue: Promise<void> = Promise.resolve();
  const then = (step: () => Promise<void>) => void (queue = queue.then(step).catch(onError));
  const closeFile = () => {
    file?.close();
    file = undefined;
  };
  return {
    write: (line) =>
      then(async () => {
        // A disk that was full, or a file that could not be opened anew, is tried again with the next line.
        file ??= await open();
        await writeAll(file, new TextEncoder().encode(`${line}\n`));
      }),
    reopen: () => then(() => Promise.resolve(closeFile())),
    close: async () => {
      await queue;
      closeFile();
    },
  };
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  let rest = bytes;
  while (rest.length > 0) rest = rest.subarray(await file.write(rest));
}
