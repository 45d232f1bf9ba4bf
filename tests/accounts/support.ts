/** A connector's credentials, and accounts made of them. */

import { z } from "zod";
import type { Account } from "../../src/accounts/account.ts";
import { parseUsers, type Reading } from "../../src/accounts/users_file.ts";

/** As Kimai's are: two texts that stdio can do without, one with a default. */
export const credentials = [
  z.object({
    kimai_url: z.string().optional(),
    kimai_token: z.string().optional(),
    ssl_verify: z.string().default("true"),
  }),
];

/** A hash of "secret", made cheaply. */
export const cheap = { N: 16, r: 1, p: 1 };
export const hashOfSecret =
  "scrypt$16$1$1$AAAAAAAAAAAAAAAAAAAAAA$S8zwL7Mf4ufhEB3sZlFnKoCdZsE6IMGkEo1qfPoPjZ0";

export const anna = { kimai_url: "https://kimai.test", kimai_token: "token-of-anna" };
export const ben = { kimai_url: "https://kimai.test", kimai_token: "token-of-ben" };

/** Reads a value as users.json. */
export function parse(value: unknown, reading?: Reading) {
  return parseUsers(JSON.stringify(value, null, 2), credentials, reading);
}

/** The only account in a value of users.json. */
export function accountOf(fields: Record<string, unknown>, name = "anna"): Account {
  const { accounts: [account], problems } = parse({ [name]: fields });
  if (!account) throw new Error(problems.join("\n"));
  return account;
}
