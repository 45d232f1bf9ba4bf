/** Answers that come late, slowly, or never. */

import { pause } from "../../../src/lib/pause.ts";
import { type Fault, sendPart, wide } from "../fault.ts";
import { head, pass } from "../upstream.ts";

export const timing: readonly Fault[] = [
  {
    name: "every answer 200 ms late",
    act: async (exchange) => {
      await pause(200);
      await pass(exchange);
    },
    ...wide,
  },
  {
    name: "jitter, 0 to 150 ms",
    act: async (exchange) => {
      await pause((exchange.asked.target.length * 37 + exchange.attempt * 61) % 150);
      await pass(exchange);
    },
    ...wide,
  },
  {
    name: "an answer in drops of a tenth, 10 ms apart",
    act: async (exchange) => {
      const answer = await exchange.forward();
      await exchange.send(head(answer.status, [...answer.headers, [
        "Content-Length",
        `${answer.body.length}`,
      ]]));
      const drop = Math.ceil(answer.body.length / 10) || 1;
      for (let at = 0; at < answer.body.length; at += drop) {
        await pause(10);
        await exchange.send(answer.body.subarray(at, at + drop));
      }
    },
    ...wide,
  },
  { name: "silence", act: () => {}, hangs: true },
  {
    name: "silence after Kimai did it",
    act: async (exchange) => void await exchange.forward(),
    hangs: true,
  },
  { name: "silence after the head", act: (exchange) => sendPart(exchange, 0), hangs: true },
  { name: "silence in the body", act: (exchange) => sendPart(exchange, 0.5), hangs: true },
  {
    name: "a byte every 50 ms for ever",
    act: async (exchange) => {
      await exchange.send(head(200, [["Content-Type", "application/json"]]));
      while (await exchange.send(" ")) await pause(50);
    },
    hangs: true,
  },
];
