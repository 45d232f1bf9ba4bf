// No test of its own: tests/e2e/commands_test.ts runs what is in it.
/** The commands beside serving. */

import type { Command } from "./command.ts";

/** By name; loaded when they are needed. */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  call: async () => (await import("./call.ts")).call,
  tools: async () => (await import("./tools.ts")).tools,
  "demo-kimai": async () => (await import("./demo_kimai.ts")).demoKimai,
  users: async () => (await import("./users.ts")).users,
  setup: async () => (await import("./setup.ts")).setup,
  doctor: async () => (await import("./doctor.ts")).doctor,
  print: async () => (await import("./print.ts")).print,
  health: async () => (await import("./health.ts")).health,
  completions: async () => (await import("./completions.ts")).completions,
};

/** Loads a command. @returns nothing where none has the name */
export async function loadCommand(name: string): Promise<Command | undefined> {
  return Object.hasOwn(commands, name) ? await commands[name]() : undefined;
}
