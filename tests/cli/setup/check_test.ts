import assert from "node:assert/strict";
import { suspects } from "../../../src/cli/setup/check.ts";
import type { Finding } from "../../../src/connectors/connector.ts";
import { kimai } from "../../../src/connectors/kimai/mod.ts";

const failed = (setting?: string): Finding => ({
  name: "Look",
  outcome: "failed",
  text: "It does not work",
  fix: "Make it work",
  setting,
});

Deno.test("what would mend a failure is asked again, in the order of the settings", () => {
  assert.deepEqual(suspects([failed("kimai_token")], kimai), ["kimai_token"]);
  const both = [failed("ssl_verify"), failed("kimai_url"), failed("ssl_verify")];
  assert.deepEqual(suspects(both, kimai), ["kimai_url", "ssl_verify"]);
});

Deno.test("where no credential would mend it, all without a default are asked again", () => {
  const all = ["kimai_url", "kimai_token"];
  const warning: Finding = { ...failed("ssl_verify"), outcome: "warning" };
  assert.deepEqual(suspects([warning, failed()], kimai), all);
  assert.deepEqual(suspects([failed("kimai_timeout")], kimai), all);
});
