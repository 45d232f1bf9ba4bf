// No test of its own: names.
/** Where the pages are, behind the issuer. */

export const paths = {
  authorize: "/authorize",
  login: "/oauth/login",
  consent: "/oauth/consent",
  account: "/account",
} as const;
