/** Running the programs that a release is made with. */

/** The folder of the project, where all of them run. */
const root = new URL("../../", import.meta.url);

/** A program that failed, with the command and the end of what it wrote. */
export class CommandError extends Error {
  readonly output: string;

  constructor(command: readonly string[], code: number, output: string) {
    const end = output.trim().split("\n").slice(-12).join("\n");
    super(`${command.join(" ")} ended with ${code}:\n${end}`);
    this.output = output;
  }
}

/**
 * Runs a program to its end.
 * @returns what it wrote to stdout
 * @throws {CommandError} when it ends with another code than 0, or is not there
 */
export async function execute([program, ...args]: readonly string[]): Promise<string> {
  const decoder = new TextDecoder();
  const { code, stdout, stderr } = await start(program, args);
  const text = decoder.decode(stdout);
  if (code === 0) return text;
  throw new CommandError([program, ...args], code, text + decoder.decode(stderr));
}

async function start(program: string, args: string[]) {
  try {
    const env = { NO_COLOR: "1" };
    return await new Deno.Command(program, { args, env, cwd: root, stdin: "null" }).output();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError([program, ...args], 127, why);
  }
}

/** Node's package runner, which is a script with another name on Windows. */
export const npx = Deno.build.os === "windows" ? "npx.cmd" : "npx";
