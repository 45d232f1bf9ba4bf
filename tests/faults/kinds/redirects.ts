/** Redirects that lead away from Kimai, where the token must not go. */

import { type Fault, foreign } from "../fault.ts";
import { type Exchange, head } from "../upstream.ts";

const empty: [string, string][] = [["Content-Length", "0"]];

async function redirect(
  exchange: Exchange,
  status: number,
  to: (elsewhere: string) => string,
): Promise<void> {
  await exchange.send(head(status, [["Location", to(exchange.elsewhere)], ...empty]));
}

const elsewhere = [301, 302, 303, 307, 308].flatMap((status): Fault[] => [
  {
    name: `${status} to another port`,
    act: (exchange) => redirect(exchange, status, (elsewhere) => `${elsewhere}/api/ping`),
  },
]);

export const redirects: readonly Fault[] = [
  ...elsewhere,
  {
    name: "307 to another host",
    act: (exchange) =>
      redirect(exchange, 307, (url) => `${url.replace("127.0.0.1", "localhost")}/api/ping`),
  },
  {
    name: "307 without scheme to elsewhere",
    act: (exchange) => redirect(exchange, 307, (url) => `${url.replace("http:", "")}/`),
  },
  {
    name: "307 with a password to elsewhere",
    act: (exchange) =>
      redirect(exchange, 307, (url) => url.replace("http://", `http://${foreign}:x@`)),
  },
  { name: "307 to a file", act: (exchange) => redirect(exchange, 307, () => "file:///etc/passwd") },
  { name: "307 to a script", act: (exchange) => redirect(exchange, 307, () => "javascript:0") },
  { name: "307 to nothing", act: (exchange) => void exchange.send(head(307, empty)) },
  {
    name: "307 to itself for ever",
    act: (exchange) => redirect(exchange, 307, () => exchange.asked.target),
  },
];
