import assert from "node:assert/strict";
import { kinds } from "../support/clients.ts";
import { reach, toolNames, ways } from "./ways.ts";

const demo = { args: ["--demo"] };
const clients = ways.flatMap((way) => kinds.map((kind) => ({ way, kind })));

for (const { way, kind } of clients) {
  Deno.test(`${way}, ${kind}: a client is offered every tool, each with title, hints and both schemas`, async () => {
    await using server = await reach(way, demo, kind);
    const { name, version } = server.client.getServerVersion()!;
    assert.equal(name, "kimai-mcp");
    assert.match(version, /^\d+\.\d+\.\d+/);
    const { tools } = await server.client.listTools();
    assert.deepEqual(tools.map((tool) => tool.name).sort(), toolNames);
    for (const { name, title, description, inputSchema, outputSchema, annotations } of tools) {
      assert(title && description, name);
      assert.equal(inputSchema.type, "object");
      assert.deepEqual(outputSchema?.required, ["action", "result"], name);
      for (const hint of ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"]) {
        assert.equal(typeof annotations?.[hint as "readOnlyHint"], "boolean", `${name} ${hint}`);
      }
    }
  });

  Deno.test(`${way}, ${kind}: status and user_current say which Kimai it is and who is there`, async () => {
    await using server = await reach(way, demo, kind);
    // Clients check answers only against schemas that they have listed.
    await server.client.listTools();
    const status = await server.call("status");
    assert.equal(status.isError, false);
    assert.match(status.text, /^Kimai 2\.\d+/);
    const me = await server.call("user_current");
    assert.match(me.text, /^Current User: \w+ \(ID: \d+\)/);
    const { result } = me.structured as { result: { id: number; zone: string } };
    assert.equal(
      (status.structured as { result: { user: { id: number } } }).result.user.id,
      result.id,
    );
  });

  Deno.test(`${way}, ${kind}: a timer starts, is seen running, and stops`, async () => {
    await using server = await reach(way, demo, kind);
    await server.client.listTools();
    const running = async () => {
      const { structured, text } = await server.call("timer", { action: "active" });
      const { result } = structured as { result: { timers: { id: number }[] } };
      return { ids: result.timers.map((timer) => timer.id), text };
    };
    const started = await server.call("timer", {
      action: "start",
      data: { project: 1, activity: 1, description: "End to end" },
    });
    assert.equal(started.isError, false, started.text);
    const id = Number(/^Started timer ID (\d+)/.exec(started.text)?.[1]);
    const during = await running();
    assert(during.ids.includes(id));
    assert.match(during.text, /End to end/);
    const stopped = await server.call("timer", { action: "stop", id });
    assert.match(stopped.text, new RegExp(`^Stopped timer ID ${id}\\.`));
    assert(!(await running()).ids.includes(id));
  });

  Deno.test(`${way}, ${kind}: time booked for yesterday is in the listing of that day`, async () => {
    await using server = await reach(way, demo, kind);
    await server.client.listTools();
    const me = await server.call("user_current");
    const { zone } = (me.structured as { result: { zone: string } }).result;
    const day = Temporal.Now.plainDateISO(zone).subtract({ days: 1 }).toString();
    const created = await server.call("timesheet", {
      action: "create",
      data: {
        project: 1,
        activity: 1,
        begin: `${day}T06:00:00`,
        end: `${day}T06:45:00`,
        description: "Booked afterwards",
      },
    });
    assert.equal(created.isError, false, created.text);
    const id = Number(/^Created timesheet ID (\d+)/.exec(created.text)?.[1]);
    const listed = await server.call("timesheet", {
      action: "list",
      filters: { begin: day, end: day },
    });
    assert.match(listed.text, /Booked afterwards/);
    const { result } = listed.structured as {
      result: { days: { date: string; entries: { id: number; duration: number }[] }[] };
    };
    assert.deepEqual(result.days.map(({ date }) => date), [day]);
    const entry = result.days[0].entries.find((one) => one.id === id);
    assert.equal(entry?.duration, 45 * 60);
  });

  Deno.test(`${way}, ${kind}: a call that cannot be right is refused in a sentence`, async () => {
    await using server = await reach(way, demo, kind);
    await server.client.listTools();
    const refused = await server.call("timesheet", { action: "get", id: 1, project: 2 });
    assert.equal(refused.isError, true);
    assert.equal(refused.structured, undefined);
    assert.match(refused.text, /^Cannot run timesheet get: "project" is not a field of/);
    const absent = await server.call("timesheet", { action: "get", id: 999_999 });
    assert.equal(absent.isError, true);
    assert.doesNotMatch(absent.text, /Internal error/);
    assert.match(absent.text, /^[A-Z].*[^.]$/s);
  });
}
