/** Connections that end before, during and after the answer. */

import { pause } from "../../../src/lib/pause.ts";
import { type Fault, once, reads, sendPart, wide } from "../fault.ts";
import { pass } from "../upstream.ts";

export const connections: readonly Fault[] = [
  { name: "reset before the request", act: pass, onConnect: "reset" },
  { name: "closed before the request", act: pass, onConnect: "close" },
  { name: "reset after the request", act: (exchange) => exchange.reset() },
  { name: "closed after the request", act: (exchange) => exchange.end() },
  { name: "reset after the request, once", act: once((exchange) => exchange.reset()), ...reads },
  {
    name: "reset after Kimai did it",
    act: async (exchange) => {
      await exchange.forward();
      exchange.reset();
    },
  },
  {
    name: "closed after Kimai did it, once",
    act: once(async (exchange) => {
      await exchange.forward();
      exchange.end();
    }),
    ...reads,
  },
  {
    name: "reset in the head",
    act: async (exchange) => {
      await exchange.send("HTTP/1.1 200 OK\r\nContent-Ty");
      await pause(5);
      exchange.reset();
    },
  },
  {
    name: "reset in the body",
    act: async (exchange) => {
      await sendPart(exchange, 0.5);
      await pause(5);
      exchange.reset();
    },
  },
  {
    name: "reset after the answer",
    act: async (exchange) => {
      await pass(exchange);
      await pause(20);
      exchange.reset();
    },
    ...wide,
  },
  {
    name: "kept connections die with their second request",
    act: (exchange) => exchange.onConnection > 1 ? exchange.reset() : pass(exchange),
    ...reads,
  },
];
