// No test of its own: types only.
/** What a Kimai tool is handed for one call, and the two makers that Kimai tools are written with. */

import type { Ask } from "../../mcp/asking.ts";
import { toolsFor } from "../../mcp/tool.ts";
import type { KimaiApi, RequestOptions } from "./api.ts";
import type { Directory } from "./directory.ts";
import { readLate } from "./late.ts";
import type { Me, Team, TimesheetConfig } from "./records.ts";
import type { Language } from "./wording.ts";

/** The client, bound to one call: cancelling the call cancels its requests. */
export interface Kimai {
  /** @see KimaiApi.request */
  request<T = unknown>(
    method: Parameters<KimaiApi["request"]>[0],
    path: Parameters<KimaiApi["request"]>[1],
    options?: Omit<RequestOptions<T>, "signal">,
  ): Promise<T>;
  /** @see KimaiApi.list */
  list: KimaiApi["list"];
  /** @see KimaiApi.each */
  each: KimaiApi["each"];
  /** @see KimaiApi.download */
  download(
    path: Parameters<KimaiApi["download"]>[0],
    options: { limit: number },
  ): ReturnType<KimaiApi["download"]>;
}

/** What a tool sees of the world. */
export interface KimaiSession {
  kimai: Kimai;
  /** The address as configured, for `status`. */
  url: string | undefined;
  /** Names of customers, projects, activities and users; looked up once and kept for a minute. */
  names: Directory;
  /** The person whose token this is; kept for a minute. */
  me(): Promise<Me>;
  /** What answers to that person are written in; English where Kimai cannot be asked, as after a write. */
  language(): Promise<Language>;
  /** Seconds to work from Monday to Sunday where Kimai tells of no contract; undefined where the settings say nothing. */
  usualWeek: readonly number[] | undefined;
  /** The teams that Kimai lists, which it does for administrators; asked for once in a call. */
  teams(): Promise<Team[]>;
  /** Kimai's tracking mode and rules; kept for a minute. */
  config(): Promise<TimesheetConfig>;
  now(): Temporal.Instant;
  progress(done: number, total?: number, message?: string): void;
  /** Asks the person; undefined where nobody can be asked. Before the first write. */
  ask: Ask;
}

const makers = toolsFor<KimaiSession>();

/** Makes an action whose input is complete when it runs: names are ids by then, dates in words are dates. */
export const action: typeof makers.action = (made) =>
  makers.action({
    ...made,
    run: async (input, session) => made.run(await readLate(input, session), session),
  });

export const { tool } = makers;
