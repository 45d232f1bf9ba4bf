// No test of its own: faults_test.ts reads every kind of refusal through it.
/** What Kimai has against the values of a form: its messages, shortened, and the fields it does not offer. */
import { isObject } from "../../lib/is_object.ts";
import { UpstreamError } from "../../mcp/errors.ts";
import { type Asked, requestOf } from "./faults.ts";

type Field = UpstreamError["fields"][number];

/** A form's or a service's refusal (API.md 5.1 and 5.2), or a bare "Bad Request". */
export function validation(asked: Asked, body: Record<string, unknown>): UpstreamError {
  const found = fieldsOf(body.errors);
  // A service says in `message` what its fields alone do not, and marks itself by a code that is text.
  if (typeof body.code === "string" && typeof body.message === "string" && isObject(body.errors)) {
    if (!/problem saving/i.test(body.message)) {
      found.unshift({ name: "", messages: [clean(body.message)] });
    }
  }
  const isExtra = (message: string) => /extra fields/i.test(message);
  const extra = found.some(({ messages }) => messages.some(isExtra))
    ? strays(asked, body.errors)
    : undefined;
  const fields = found
    .map(({ name, messages }) => ({
      name,
      messages: messages.filter((message) => !isExtra(message)),
    }))
    .filter(({ messages }) => messages.length > 0);
  const parts: string[] = [];
  if (extra) {
    const which = extra.length > 0
      ? extra.map((name) => `"${name}"`).join(", ")
      : "one of the fields";
    parts.push(
      `it does not offer ${which} to this token, because the role lacks a permission for it or a setting of Kimai hides it (leave it out, or have an administrator change that)`,
    );
  }
  const all = fields.flatMap(({ name, messages }) =>
    messages.map((text) => name ? `${name}: ${text}` : text)
  );
  parts.push(...all.slice(0, most));
  if (all.length > most) parts.push(`and ${all.length - most} more`);
  if (parts.length === 0) {
    parts.push("it gives no details; check the form of dates and times, numbers and choices");
  }
  const hidden = (extra ?? []).map((name) => ({ name, messages: ["not offered to this token"] }));
  return new UpstreamError(
    "invalid",
    `Kimai did not accept ${requestOf(asked)} (400): ${parts.join("; ")}`,
    {
      status: 400,
      fields: [...hidden, ...fields],
    },
  );
}

/** Messages that are passed on in one sentence. */
const most = 10;

/** What we sent and the form does not have; Kimai only says that there is something (API.md 5.1). */
function strays({ body }: Asked, errors: unknown): string[] {
  if (!isObject(body) || !isObject(errors) || !isObject(errors.children)) return [];
  const plain = (name: string) => name.replaceAll("_", "").toLowerCase();
  const offered = new Set(Object.keys(errors.children).map(plain));
  return Object.keys(body).filter((name) => !offered.has(plain(name)));
}

/** Flattens `errors` and `children`, which may be objects or lists, to names such as `members[0].user`. */
function fieldsOf(errors: unknown, name = "", depth = 0): Field[] {
  if (!isObject(errors) || depth > 5) return [];
  const own = Array.isArray(errors.errors)
    ? errors.errors.filter((text) => typeof text === "string")
    : [];
  const below = typeof errors.children === "object" ? Object.entries(errors.children ?? {}) : [];
  const inside = below.flatMap(([key, child]) =>
    fieldsOf(child, joined(name, clean(key, 40)), depth + 1)
  );
  return own.length > 0 ? [{ name, messages: own.map((text) => clean(text)) }, ...inside] : inside;
}

export function joined(name: string, key: string): string {
  if (/^\d+$/.test(key)) return `${name}[${key}]`;
  return name ? `${name}.${key}` : key;
}

/** One line without invisible characters and final full stop, at most `length` characters. */
export function clean(text: string, length = 200): string {
  const line = text.slice(0, length * 10).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\s]+/gu, " ")
    .trim();
  const letters = [...line];
  return letters.length > length
    ? `${letters.slice(0, length - 1).join("")}…`
    : line.replace(/\.$/, "");
}
