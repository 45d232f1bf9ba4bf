import assert from "node:assert/strict";
import { credentialRows, labelOf, productsOf } from "../../../src/cli/print/credential_rows.ts";

Deno.test("a person is asked for the URL, the token, and how certificates are checked", () => {
  const rows = credentialRows().map(({ key, row, label, variable, fallback }) => ({
    ...{ key, label, variable, fallback },
    secret: row.secret ?? false,
  }));
  assert.deepEqual(rows, [
    {
      key: "kimai_url",
      label: "Kimai URL",
      variable: "KIMAI_URL",
      fallback: undefined,
      secret: false,
    },
    {
      key: "kimai_token",
      label: "Kimai token",
      variable: "KIMAI_API_TOKEN",
      fallback: undefined,
      secret: true,
    },
    {
      key: "ssl_verify",
      label: "SSL verify",
      variable: "KIMAI_SSL_VERIFY",
      fallback: "true",
      secret: false,
    },
  ]);
  assert.equal(productsOf(), "Kimai");
});

Deno.test("a label is the key as people write it", () => {
  assert.equal(labelOf("read_only"), "Read only");
  assert.equal(labelOf("openproject_ca_url"), "Openproject CA URL");
});
