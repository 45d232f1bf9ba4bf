/**
 * The accounts as they are now: read at start, and again when the file changes or somebody asks. A file that
 * cannot be used changes nothing, so a slip of the pen locks nobody out.
 */

import { FileError, readPlainFile } from "../lib/atomic_file.ts";
import type { Log } from "../lib/log.ts";
import type { Account, AccountChanges, Accounts } from "./account.ts";
import type { Credentials, Users } from "./entries.ts";
import type { Variables } from "./environment.ts";
import { createRoster } from "./roster.ts";
import { parseUsers, usersOfVariables } from "./users_file.ts";

/** Where accounts come from: the first that is there counts, `variables` beside the others as overrides. */
export interface AccountsSource {
  /** The path of users.json: `--users-config`, else `USERS_CONFIG_FILE`. */
  path?: string;
  /** What `USERS_CONFIG` holds. */
  text?: string;
  /** `KIMAI_USER_*`. */
  variables?: Variables;
}

export interface AccountsOptions {
  source: AccountsSource;
  /** Of every connector. */
  credentials: Credentials;
  log: Log;
  /** Names are as good as secrets, so neither the log nor a problem names anybody. */
  legacySlugs?: boolean;
  /** A source that is given and has no accounts is no problem: somebody gets in another way. */
  mayBeEmpty?: boolean;
  /** Replaces the file system. */
  readFile?: (path: string) => Promise<string>;
  /** Runs a task again and again until the answer is called; every three seconds unless given. */
  schedule?: (task: () => Promise<void>) => () => void;
}

/** Accounts whose owner can have them read anew. */
export interface LiveAccounts extends Accounts {
  /** Reads the file now, and says again what is wrong with it. */
  reload(): Promise<void>;
  /** Ends the watching. */
  close(): void;
}

/** The accounts cannot be used. One problem a line; no line holds a secret. */
export class AccountsError extends Error {
  override name = "AccountsError";

  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
  }
}

/**
 * Reads the accounts and goes on watching their file. Its content is read and compared, and not its time: in
 * Kubernetes and with most editors another file takes its place.
 * @throws {AccountsError} when they cannot be used now
 */
export async function openAccounts(options: AccountsOptions): Promise<LiveAccounts> {
  const { log, source: { path }, schedule = everyThreeSeconds } = options;
  const first = await look(options);
  const users = first.users();
  requireUsable(users, options);
  const roster = createRoster(users.accounts, log);
  for (const notice of users.notices) log.warning(notice);
  if (titleOf(options.source)) log.info("Accounts loaded", { accounts: users.accounts.length });
  const check = createCheck(options, first.content, roster.replace);
  // One after the other, so that what was read last counts.
  let last = Promise.resolve();
  const next = (patient: boolean) => last = last.then(() => check(patient));
  const isWatched = path !== undefined;
  return {
    ...roster.accounts,
    reload: () => isWatched ? next(false) : last,
    close: isWatched ? schedule(() => next(true)) : () => {},
  };
}

function everyThreeSeconds(task: () => Promise<void>): () => void {
  const timer = setInterval(() => void task(), 3000);
  Deno.unrefTimer(timer);
  return () => clearInterval(timer);
}

/** How the source is called in sentences. */
function titleOf({ path, text, variables }: AccountsSource): string | undefined {
  if (path !== undefined) return path;
  if (text !== undefined) return "USERS_CONFIG";
  return variables && variables.size > 0 ? "the environment" : undefined;
}

/** What is there now; `content` is the same as long as nothing changed, also where reading fails. */
async function look(
  { source, credentials, legacySlugs, readFile = readPlainFile }: AccountsOptions,
): Promise<{ content: string; users(): Users }> {
  const { path, variables = new Map() } = source;
  const reading = { from: titleOf(source), hideNames: legacySlugs, variables };
  try {
    const text = path === undefined ? source.text : await readFile(path);
    if (text !== undefined) {
      return { content: text, users: () => parseUsers(text, credentials, reading) };
    }
    return { content: "", users: () => usersOfVariables(variables, credentials, legacySlugs) };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    const isAbsent = error instanceof FileError && error.cause instanceof Deno.errors.NotFound;
    const problems = [isAbsent ? `${problem}, make one with "kimai-mcp users add NAME"` : problem];
    return { content: problem, users: () => ({ accounts: [], problems, notices: [] }) };
  }
}

function requireUsable({ accounts, problems }: Users, options: AccountsOptions): void {
  const from = titleOf(options.source);
  if (problems.length > 0) throw new AccountsError(problems);
  if (accounts.length > 0 || from === undefined || options.mayBeEmpty) return;
  throw new AccountsError([`There are no accounts in ${from}: run "kimai-mcp users add NAME"`]);
}

/**
 * Makes the look at the file that is taken again and again. A patient one waits until a content that cannot be
 * used was there twice, because it may have met a writer in the middle, and says of each only once what is wrong.
 */
function createCheck(
  options: AccountsOptions,
  content: string,
  replace: (accounts: readonly Account[]) => AccountChanges,
): (patient: boolean) => Promise<void> {
  const { log } = options;
  let settled = content;
  let doubtful: string | undefined;
  return async (patient) => {
    const { content, users } = await look(options);
    if (patient && content === settled) return;
    const { accounts, problems, notices } = users();
    const isDoubtful = patient && problems.length > 0 && content !== doubtful;
    doubtful = isDoubtful ? content : undefined;
    if (isDoubtful) return;
    settled = content;
    if (problems.length > 0) {
      log.error("The accounts stay as they were, because they cannot be read anew", { problems });
      return;
    }
    const { added, changed, removed } = replace(accounts);
    for (const notice of notices) log.warning(notice);
    if (accounts.length === 0) log.warning("There are no accounts any more");
    const counts = { added: added.length, changed: changed.length, removed: removed.length };
    log.info("Accounts read anew", { accounts: accounts.length, ...counts });
  };
}
