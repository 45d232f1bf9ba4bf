/** Flags of the programs beside the tests. */

/** What was given as `--NAME=VALUE`; nothing where it was not. */
export function valueOf(name: string): string | undefined {
  return Deno.args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
}
