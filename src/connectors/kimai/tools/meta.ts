/** Custom fields of customers, projects, activities, time records and invoices (of these since Kimai 2.56). */

import { z } from "zod";
import { firstLines } from "../compat.ts";
import { action, tool } from "../session.ts";
import { metaFields, metaResult, setMeta, subjectOf } from "../subresources.ts";

export const meta = tool({
  name: "meta",
  title: "Custom fields",
  description:
    "Sets custom fields of a Kimai record. They must be defined in Kimai; an empty value clears one.",
  actions: {
    update: action({
      summary: "set custom fields",
      effect: "update",
      input: z.object({ ...subjectOf("meta"), data: metaFields }),
      output: metaResult,
      run: ({ data, ...subject }, session) => setMeta(subject, data, session),
      text: ({ entity, entity_id, name, fields }) =>
        `${firstLines.metaUpdated(fields.length, entity, entity_id)}${name ? ` (${name})` : ""}: ${
          fields.join(", ")
        }`,
    }),
  },
});
