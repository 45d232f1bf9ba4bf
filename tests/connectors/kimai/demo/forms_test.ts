import assert from "node:assert/strict";
import { FORMS } from "../../../../src/connectors/kimai/demo/form_tables.ts";
import {
  checkFields,
  FormErrors,
  roundTo,
  submit,
} from "../../../../src/connectors/kimai/demo/forms.ts";

Deno.test("a field without its condition does not exist and is an extra one", () => {
  const context = { verb: "create", needs: () => false, zone: "UTC" } as const;
  const { errors } = submit(FORMS.timesheet, { begin: "2026-01-01T00:00" }, context);
  assert.deepEqual(errors.global, ["This form should not contain extra fields."]);
  assert.deepEqual(errors.fields, ["project", "activity", "description", "tags"]);
});

Deno.test("rules on what could not be read stay silent", () => {
  const submission = submit(FORMS.rate, { rate: "much" }, { verb: "create" });
  checkFields(submission, { rate: -1 });
  assert.deepEqual(submission.errors.toJson(), {
    children: {
      user: {},
      rate: { errors: ["Please enter a valid money amount."] },
      internalRate: {},
      isFixed: {},
    },
  });
});

Deno.test("missing fields are empty where a form clears them", () => {
  const { values } = submit(FORMS.tag, { name: " wet " }, { verb: "create", clearMissing: true });
  assert.deepEqual(values, { name: "wet", color: null, visible: false });
});

Deno.test("an error on no field is one of the form", () => {
  const errors = new FormErrors(["name"]);
  errors.add("end_date", "late");
  assert.deepEqual([errors.toJson(), errors.empty], [
    { errors: ["late"], children: { name: {} } },
    false,
  ]);
});

Deno.test("halves are rounded away from zero, as PHP does", () => {
  assert.deepEqual([roundTo(1.005, 2), roundTo(-1.005, 2), roundTo(58.91666, 4)], [
    1.01,
    -1.01,
    58.9167,
  ]);
});
