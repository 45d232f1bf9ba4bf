import assert from "node:assert/strict";
import { withKimai } from "../../../support/kimai.ts";

Deno.test("each part of the configuration can be read", async () => {
  await using test = await withKimai();
  assert.equal(
    (await test.call("config", { type: "version" })).text,
    "Kimai Version:\n  Version: 2.66.0\n  Version ID: 26600",
  );
  test.demo.configure("timesheet.mode", "punch");
  assert.match(
    (await test.call("config", { type: "timesheet" })).text,
    /^Timesheet Configuration:\n {2}Tracking Mode: punch \(start and stop only/,
  );
  assert.equal((await test.call("config", { type: "plugins" })).text, "No plugins installed.");
  const { colors } = await test.result("config", { type: "colors" });
  assert.deepEqual(colors[0], { name: "Silver", color: "#c0c0c0" });
});

Deno.test("all shows the parts that can be read, and why the others cannot", async () => {
  await using test = await withKimai({
    intercept: (request, next) =>
      request.url.endsWith("/plugins")
        ? Promise.resolve(Response.json({ code: 403, message: "Forbidden" }, { status: 403 }))
        : next(),
  });
  const { version, timesheet, colors, plugins, failed } = await test.result("config", {
    type: "all",
  });
  assert.equal(version.versionId, 26600);
  assert.equal(timesheet.trackingMode, "default");
  assert.equal(colors.length, 27);
  assert.equal(plugins, undefined);
  assert.deepEqual(failed.map(({ part }: { part: string }) => part), ["plugins"]);
});

Deno.test("an unknown part is refused with the choices", async () => {
  await using test = await withKimai();
  assert.match(
    await test.refusal("config", { type: "roles" }),
    /"type" is "roles": .*"version"\|"timesheet"\|"plugins"\|"colors"\|"all"/,
  );
});
