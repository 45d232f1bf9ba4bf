import assert from "node:assert/strict";
import { dropPermissions } from "../../src/settings/permissions.ts";
import config from "../../deno.json" with { type: "json" };
import { flagsOf } from "../support/program.ts";

/** The permissions that are given up for a command. */
function givenUp(command: string | undefined): string[] {
  const names: string[] = [];
  dropPermissions(command, {
    revokeSync: (permission) => {
      names.push(permission.name);
      return {} as Deno.PermissionStatus;
    },
  });
  return names;
}

Deno.test("serving and commands that start no program give up starting any", () => {
  for (const command of [undefined, "call", "tools", "doctor", "health", "no such command"]) {
    assert.deepEqual(givenUp(command), ["run"], command);
  }
});

Deno.test("setup may start programs", () => {
  assert.deepEqual(givenUp("setup"), []);
});

Deno.test("started and compiled, the program has the permissions that are accounted for and asks for none", () => {
  const named = ["--allow-env", "--allow-net", "--allow-read", "--allow-run", "--allow-write"];
  for (const task of ["start", "compile"]) {
    const flags = flagsOf(task);
    assert.deepEqual(flags.filter((flag) => flag.startsWith("--allow")).sort(), named, task);
    assert(flags.includes("--no-prompt") && flags.includes("--deny-import"), task);
  }
});

Deno.test("compiled without the configuration, the program has the runtime's features that it names", () => {
  const flags = flagsOf("compile");
  assert(flags.includes("--no-config"));
  const features = flags.filter((flag) => flag.startsWith("--unstable-"));
  assert.deepEqual(features, config.unstable.map((feature) => `--unstable-${feature}`));
});
