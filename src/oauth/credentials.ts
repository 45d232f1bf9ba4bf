/** Whether a name and a secret belong together, for people at a form: slowly where somebody guesses. */

import type { Account } from "../accounts/account.ts";
import { BusyError } from "../accounts/secrets.ts";
import type { Services } from "./context.ts";
import type { Devices } from "./devices.ts";
import type { Attempt, Throttle } from "./throttle.ts";

/** What slows guessing down, and who is not meant. */
export interface Guards {
  throttle: Throttle;
  devices: Devices;
}

/** What somebody gives of themselves. */
export interface Credentials {
  username: string;
  secret: string;
  address: string;
  /** The mark in the browser's cookie, if there is one. */
  mark?: string;
}

/** Why somebody is not let in; not whether there is such an account. */
export type Refusal =
  | { why: "malformed" | "wrong"; wait?: undefined }
  | { why: "throttled" | "busy"; /** Seconds. */ wait: number };

/** Characters; longer is no name and no secret of anybody. */
const longest = { username: 128, secret: 1024 };
/** A hash takes some tenths of a second, so the queue is short by then. */
const busyFor = 3;

export async function checkCredentials(
  { accounts, secrets }: Pick<Services, "accounts" | "secrets">,
  { throttle, devices }: Guards,
  { username, secret, address, mark }: Credentials,
): Promise<{ account: Account } | Refusal> {
  if (!isPlausible(username, secret)) return { why: "malformed" };
  const account = accounts.get(username);
  const device = devices.recognise(account, mark);
  const { attempt, wait } = throttle.begin({ account: username, address, device });
  if (wait !== undefined) return { why: "throttled", wait };
  const isRight = await verify(attempt, () => secrets.verify(account?.secret, secret));
  if (isRight === undefined) return { why: "busy", wait: busyFor };
  return account && isRight ? { account } : { why: "wrong" };
}

/** No account has another name (`isName` of the accounts), so nothing is given away by refusing at once. */
function isPlausible(username: string, secret: string): boolean {
  return username.length <= longest.username && /^[\w-]+$/.test(username) &&
    secret !== "" && secret.length <= longest.secret;
}

/** @returns nothing when too many are waiting */
async function verify(
  attempt: Attempt,
  isRight: () => Promise<boolean>,
): Promise<boolean | undefined> {
  try {
    const right = await isRight();
    if (right) attempt.succeeded();
    return right;
  } catch (error) {
    attempt.untried();
    if (error instanceof BusyError) return undefined;
    throw error;
  }
}
