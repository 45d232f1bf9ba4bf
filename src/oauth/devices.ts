/**
 * The mark that a browser keeps once somebody signed in to an account with it. It opens nothing: its bearer is only
 * not slowed down by what strangers try at the same account.
 */

import { createHmac, randomBytes } from "node:crypto";
import type { Account } from "../accounts/account.ts";
import { sameText } from "../accounts/secrets.ts";

/** How long a browser keeps its mark, in seconds; another secret of the account ends it at once. */
export const deviceLifetime = 365 * 86_400;

export interface Devices {
  /** A new mark for a browser that signed in to an account. */
  markFor(account: Account): string;
  /** What tries with this mark are counted by; nothing unless it was made for this account as it is now. */
  recognise(account: Account | undefined, mark: string | undefined): string | undefined;
}

/** @param options `key` signs the marks: with another one, such as after a restart, they are forgotten */
export function createDevices({ key = randomBytes(32) }: { key?: Uint8Array } = {}): Devices {
  const sign = (id: string, { name, signInVersion }: Account) =>
    createHmac("sha256", key).update([id, name, signInVersion].join("\n")).digest("base64url");
  return {
    markFor: (account) => {
      const id = randomBytes(16).toString("base64url");
      return `${id}.${sign(id, account)}`;
    },
    recognise: (account, mark = "") => {
      const [, id, signature] = /^([\w-]{22})\.([\w-]{43})$/.exec(mark) ?? [];
      return account && id && sameText(signature, sign(id, account)) ? id : undefined;
    },
  };
}
