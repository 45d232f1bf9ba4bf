/** What a token lets its holder do: per upstream `kimai:read`, `kimai:write`, `kimai:admin`, each including the ones before. */

import type { AnyAction } from "./tool.ts";

/** In rising order. */
export const levels = ["read", "write", "admin"] as const;
export type Level = (typeof levels)[number];

/** The scope of a level with one upstream. */
export function scopeName(upstream: string, level: Level): string {
  return `${upstream}:${level}`;
}

/** What an action takes: reading or writing by its effect, unless it says that it is administration. */
export function levelOf({ effect, admin = false }: AnyAction, input: unknown): Level {
  const isAdmin = typeof admin === "function" ? admin(input) : admin;
  if (isAdmin && effect !== "read") return "admin";
  return effect === "read" ? "read" : "write";
}

/** The most that one of these actions may take, whatever it is given. */
export function highestOf(actions: readonly AnyAction[]): Level {
  const most = actions.map(({ effect, admin = false }): Level =>
    effect === "read" ? "read" : admin === false ? "write" : "admin"
  );
  return levels.findLast((level) => most.includes(level)) ?? "read";
}

/** Whether scopes suffice; nothing limits a caller without any. */
export function suffice(
  granted: readonly string[] | undefined,
  upstream: string,
  needed: Level,
): boolean {
  if (granted === undefined) return true;
  for (let at = levels.indexOf(needed); at < levels.length; at++) {
    if (granted.includes(scopeName(upstream, levels[at]))) return true;
  }
  return false;
}
