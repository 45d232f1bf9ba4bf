/**
 * `deno task demo`: a first conversation. Starts the server as a host would, as a child over stdio, with the
 * embedded Kimai, and talks to it with a real MCP client. Nothing is installed and nothing leaves the machine.
 */

import { print } from "../src/cli/output.ts";
import { hours, kimaiTime } from "../src/connectors/kimai/dates.ts";
import { type Called, overStdio } from "./support/clients.ts";
import { program } from "./support/program.ts";

await using client = await overStdio(program(["--demo"]), "auto");

async function say(sentence: string, tool: string, args: Record<string, unknown>): Promise<Called> {
  print(`\n> ${sentence}\n  ${tool} ${JSON.stringify(args)}\n`);
  const answer = await client.call(tool, args);
  print(answer.text.replace(/^(?=.)/gm, "  "));
  if (answer.isError) throw new Error(`${tool} was refused`);
  return answer;
}

const { name, version } = client.client.getServerVersion()!;
print(`Connected to ${name} ${version}, MCP ${client.client.getNegotiatedProtocolVersion()}`);

const me = await say("Who am I?", "user_current", {});
const { zone } = (me.structured as { result: { zone: string } }).result;
const today = Temporal.Now.zonedDateTimeISO(zone).toPlainDate();
const monday = today.subtract({ days: today.dayOfWeek - 1 });
const yesterday = today.subtract({ days: 1 });
const week = { action: "list", filters: { begin: `${monday}`, end: `${today}` } };
const at = (time: string) => kimaiTime(yesterday.toPlainDateTime(time));

await say("Is anything running?", "timer", { action: "active" });
const before = await say("What did I book this week?", "timesheet", week);
await say("Start a timer on project 1.", "timer", {
  action: "start",
  data: { project: 1, activity: 1, description: "Looking at the demo" },
});
await say("Stop, and note that it was the review.", "timer", {
  action: "stop",
  data: { description: "Review of the demo" },
});
await say("Book two hours yesterday evening.", "timesheet", {
  action: "create",
  data: {
    project: 1,
    activity: 1,
    begin: at("20:00"),
    end: at("22:00"),
    description: "Prepared the workshop",
  },
});
const since = { ...week, filters: { ...week.filters, begin: `${yesterday}` } };
await say("And since yesterday?", "timesheet", since);
const seconds = (before.structured as { result: { duration: number } }).result.duration;
print(
  `\nBefore this conversation the week had ${hours(seconds)} h. The embedded Kimai is gone now.`,
);
