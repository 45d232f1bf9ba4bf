/**
 * Loaded before the program (`deno run --preload`): tries to start a program at the moment when the program begins to
 * listen to a client, before a byte can have come, and says on stderr how that went: `stdin: NotCapable`.
 */

import process from "node:process";

function attempt(): string {
  try {
    new Deno.Command(Deno.execPath(), { args: ["--version"], stdout: "null" }).outputSync();
    return "started";
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}

function tell(where: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(`${where}: ${attempt()}\n`));
}

type Any = (...args: unknown[]) => unknown;

/** Tells before a method does what it does, if its first argument fits. */
function watch(object: object, method: string, where: string, fits: (first: unknown) => boolean) {
  const original = Reflect.get(object, method) as Any;
  Object.defineProperty(object, method, {
    value(this: unknown, ...args: unknown[]) {
      if (fits(args[0])) tell(where);
      return Reflect.apply(original, this, args);
    },
  });
}

watch(process.stdin, "on", "stdin", (event) => event === "data" || event === "readable");
watch(Deno, "serve", "port", () => true);
