import assert from "node:assert/strict";
import { misshapen, unwelcome } from "../../../../src/connectors/kimai/diagnose/token.ts";

const token = "0123456789abcdef012345678";

Deno.test("what can be a token is not complained about", () => {
  for (const good of [token, ` ${token}\n`, "token_ben"]) {
    assert.equal(misshapen(good), undefined, good);
  }
});

Deno.test("slips in writing it are named, and the token is not repeated", () => {
  const slips: [string | undefined, RegExp][] = [
    [undefined, /^No API token for Kimai is configured$/],
    ["", /^No API token for Kimai is configured$/],
    [`"${token}"`, /has quotation marks around it$/],
    [`'${token}'`, /has quotation marks around it$/],
    [`“${token}”`, /has quotation marks around it$/],
    [`Bearer ${token}`, /has a word before it that is no part of it$/],
    ["${KIMAI_API_TOKEN}", /is a placeholder for one$/],
    ["${user_config.kimai_token}", /is a placeholder for one$/],
    ["<token>", /is a placeholder for one$/],
    ["your-api-token-here", /is a placeholder for one$/],
    [`${token} ${token}`, /has blanks or other characters that no token has$/],
  ];
  for (const [given, text] of slips) {
    const finding = misshapen(given);
    assert.deepEqual([finding?.name, finding?.outcome, finding?.setting], [
      "Token",
      "failed",
      "kimai_token",
    ]);
    assert.match(finding!.text, text);
    assert.match(finding!.fix!, /--kimai-token \(KIMAI_API_TOKEN\)/);
    assert.doesNotMatch(finding!.text + finding!.fix, /012345/);
  }
});

Deno.test("a token that Kimai does not know is counted where its length is odd, and never shown", () => {
  const usual = unwelcome("unknown", { token, isOld: false });
  assert.equal(
    usual.text,
    "Kimai does not accept it (401): it is unknown or expired, or its user is disabled",
  );
  assert.match(usual.fix!, /^Make a new one in your Kimai profile under API access/);
  assert.equal(usual.setting, "kimai_token");
  const { text } = unwelcome("unknown", { token: "hunter2", isOld: false });
  assert.match(text, /, and it has 7 characters where Kimai's have 25$/);
  assert.doesNotMatch(text, /hunter2/);
});

Deno.test("a token that never arrived, or at a Kimai too old for it, is no reason to make another", () => {
  const dropped = unwelcome("unseen", { token, isOld: false });
  assert.match(dropped.text, /drops the header Authorization$/);
  assert.match(dropped.fix!, /CGIPassAuth On/);
  const old = unwelcome("unseen", { token, isOld: true });
  assert.match(old.fix!, /^Update Kimai/);
  const shut = unwelcome("forbidden", { token, isOld: false });
  assert.match(shut.fix!, /api_access/);
  assert.deepEqual([dropped, old, shut].map(({ setting }) => setting), [
    undefined,
    undefined,
    undefined,
  ]);
});
