// No test of its own: types, tests/cli/setup_test.ts gives the orders.
/** What `setup` was told to do, and what its parts are handed for it. */

import type { Finding } from "../../connectors/connector.ts";
import type { CommandContext } from "../command.ts";
import type { Dialog } from "./ask.ts";
import type { Client, Launch, Machine } from "./clients.ts";

/** An order to connect assistants, or to disconnect them. */
export interface Order {
  context: CommandContext;
  machine: Machine;
  dialog: Dialog;
  /** Of the entry. */
  name: string;
  usualName: string;
  /** Show what would change, and change nothing. */
  dryRun: boolean;
  /** Ask nothing that can do without an answer. */
  yes: boolean;
  /** Look at the upstreams. */
  check: boolean;
  now: Temporal.ZonedDateTime;
  /** Says how it goes. */
  tell(sentence: string): void;
  /** Whether a program reads the report: then people are not shown what stands in it. */
  json: boolean;
  /** Whether what is written ends up before a person's eyes, in colours. */
  coloured: boolean;
  /** Writes to a person's terminal what is no line. */
  draw(text: string): void;
}

/** What became of a file: `planned` would be written or removed, were it not for `--dry-run`. */
export type Fate = "written" | "removed" | "unchanged" | "planned";

/** What became of one assistant. */
export interface Outcome {
  client: string;
  title: string;
  /** Its configuration. */
  file: string;
  outcome: Fate;
  /** The copy of the old configuration. */
  backup?: string;
  /** The copy has a secret in clear, as the old configuration had. */
  hadSecret?: boolean;
  /** What changes, or would. */
  diff?: string;
  /** The server that it starts: name and version, number of tools, what it says of the upstream. */
  server?: string;
  tools?: number;
  status?: string;
  /** What the person has to do so that the assistant notices. */
  next?: string;
}

/** What became of all. */
export interface Report {
  outcomes: Outcome[];
  findings: Finding[];
  /** Files with secrets, and whether they were written or removed. */
  secrets: { file: string; outcome: Fate }[];
}

/** An assistant with its configuration. */
export interface Target {
  client: Client;
  path: string;
  /** What is there under the name, undefined if nothing, and what it starts. */
  entry: unknown;
  launch: Launch | undefined;
}
