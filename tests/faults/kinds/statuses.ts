/** Refusals and failures, most of them not of Kimai itself. */

import { type Fault, foreign, reads } from "../fault.ts";
import { type Act, pass, sendAnswer } from "../upstream.ts";

type Headers = [string, string][];

const html: Headers = [["Content-Type", "text/html"]];
const json: Headers = [["Content-Type", "application/json"]];
const page = `<html><h1>${foreign}</h1></html>`;

/** Answers with this status; nothing reaches Kimai. */
function status(code: number | string, body: string, headers: Headers): Act {
  const bytes = new TextEncoder().encode(body);
  return (exchange) => sendAnswer(exchange, { status: Number(code), headers, body: bytes });
}

const asJson = (code: number) => status(code, JSON.stringify({ code, message: foreign }), json);

/** Fails twice, then answers. */
const twice = (act: Act): Act => (exchange) =>
  exchange.attempt <= 2 ? act(exchange) : pass(exchange);

const limited = [
  undefined,
  "1",
  "31",
  "999999999999",
  "-1",
  "soon",
  "Fri, 20 Nov 2026 09:10:30 GMT",
  "1e30",
];

export const statuses: readonly Fault[] = [
  ...limited.map((value): Fault => ({
    name: value === undefined ? "429" : `429 with Retry-After: ${value}`,
    act: status(429, page, value === undefined ? html : [...html, ["Retry-After", value]]),
  })),
  {
    name: "429 twice, Retry-After: 0",
    act: twice(status(429, "", [["Retry-After", "0"]])),
    ...reads,
  },
  ...[500, 501, 502, 503, 504, 520, 599].map((code): Fault => ({
    name: `${code} with a web page`,
    act: status(code, page, html),
  })),
  ...[500, 503].map((code): Fault => ({ name: `${code} as Kimai says it`, act: asJson(code) })),
  { name: "502 twice", act: twice(status(502, page, html)), ...reads },
  {
    name: "503 with Retry-After: 3600",
    act: status(503, page, [...html, ["Retry-After", "3600"]]),
  },
  ...[400, 401, 402, 403, 404, 405, 407, 409, 410, 413, 418, 422, 451].flatMap((code): Fault[] => [
    { name: `${code} with a web page`, act: status(code, page, html), tells: true },
    { name: `${code} as JSON`, act: asJson(code), tells: true },
  ]),
  { name: "204 instead of an answer", act: status(204, "", []), tells: true },
  { name: "206", act: status(206, "[", json) },
  { name: "304", act: status(304, "", []) },
  { name: "300", act: status(300, page, html) },
  { name: "the status 999", act: status(999, page, html) },
  {
    name: "the status 0",
    act: (exchange) => void exchange.send("HTTP/1.1 000 No\r\nContent-Length: 0\r\n\r\n"),
  },
];
