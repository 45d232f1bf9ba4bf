/**
 * Forms as Kimai has them: how each field is read, and what is wrong with it. A field whose `needs`
 * the caller lacks does not exist, and sending it is refused as an extra field without its name
 * (API.md 5.1).
 */
import { PALETTE } from "./colors.ts";
import { parseDay, parseDuration, parseMoment } from "./dates.ts";
import { Refusal, refusal } from "./answers.ts";
import type { FieldKind, FormRow } from "./form_tables.ts";
import { notBetween, TEXTS, tooLong, tooShort } from "./messages.ts";

/** What a form asks of the one who submits it. */
export interface FormContext {
  verb: "create" | "edit";
  /** Does this condition of a field hold? */
  needs?: (condition: string) => boolean;
  /** The zone that naive times are read in. */
  zone?: string;
  /** The value of a reference or choice, undefined when it may not be chosen. */
  choose?: (field: string, raw: string) => unknown;
  /** Absent fields become empty (tags, users, rates, comments) instead of staying as they are. */
  clearMissing?: boolean;
}

/** What is wrong with a submitted form, in the shape Kimai answers it. */
export class FormErrors {
  readonly global: string[] = [];
  readonly children = new Map<string, unknown>();
  /** Fields that could not be read: later rules on them are silent. */
  readonly unread = new Set<string>();

  constructor(readonly fields: readonly string[]) {}

  /** Adds an error to a field, or to the form when it has no such field. */
  add(path: string, message: string): void {
    if (!this.fields.includes(path)) this.global.push(message);
    else if (!this.unread.has(path)) this.#push(path, message);
  }

  /** Marks a field as unreadable; a collection's error is told of the whole form. */
  reject(path: string, message: string, collection = false): void {
    if (collection) this.global.push(message);
    else this.#push(path, message);
    this.unread.add(path);
  }

  /** The errors of the elements of a collection, in place of errors of its own. */
  nest(path: string, children: unknown): void {
    this.children.set(path, { children });
  }

  #push(path: string, message: string): void {
    const child = (this.children.get(path) ?? {}) as { errors?: string[] };
    this.children.set(path, { ...child, errors: [...child.errors ?? [], message] });
  }

  get empty(): boolean {
    return this.global.length === 0 &&
      ![...this.children.values()].some((child) => "errors" in (child as object));
  }

  /** `{errors?, children}` as in API.md 5.1. */
  toJson(): unknown {
    const children = Object.fromEntries(
      this.fields.map((name) => [name, this.children.get(name) ?? {}]),
    );
    return this.global.length ? { errors: this.global, children } : { children };
  }

  /** Throws Kimai's 400 when anything is wrong. */
  throwIfAny(): void {
    if (this.empty) return;
    throw new Refusal({
      status: 400,
      body: { code: 400, message: TEXTS.validationFailed, errors: this.toJson() },
    });
  }
}

/** What a form read: values by field, and errors so far. */
export interface Submission {
  values: Record<string, unknown>;
  errors: FormErrors;
  rows: FormRow[];
}

/** The fields of a form that exist here. */
function rowsFor(rows: FormRow[], context: FormContext): FormRow[] {
  return rows.filter((row) =>
    (row.verb === undefined || row.verb === context.verb) &&
    (row.needs === undefined || row.needs.some((need) => context.needs?.(need)))
  );
}

/** Reads a body with a form. Rules about the object itself come after (`checkRequired`). */
export function submit(
  table: FormRow[],
  body: Record<string, unknown>,
  context: FormContext,
): Submission {
  const rows = rowsFor(table, context);
  const errors = new FormErrors(rows.map((row) => row.name));
  const values: Record<string, unknown> = {};
  if (Object.keys(body).some((key) => !rows.some((row) => row.name === key))) {
    errors.global.push(TEXTS.extraFields);
  }
  for (const row of rows) {
    if (!Object.hasOwn(body, row.name)) {
      if (context.clearMissing) values[row.name] = EMPTY[row.kind];
      continue;
    }
    const result = READERS[row.kind](body[row.name], row, context);
    if ("problem" in result) errors.reject(row.name, result.problem, row.kind === "collection");
    else values[row.name] = result.value;
  }
  return { values, errors, rows };
}

/** The rules that a field has by itself, on the object as it would be saved. */
export function checkFields(submission: Submission, object: object): void {
  for (const row of submission.rows) {
    const value = (object as Record<string, unknown>)[row.name];
    for (const problem of problemsOf(row, value)) submission.errors.add(row.name, problem);
  }
}

function* problemsOf(row: FormRow, value: unknown): Iterable<string> {
  if (row.required === "null" && (value === null || value === undefined)) yield TEXTS.notNull;
  if (row.required === "blank" && (value === null || value === undefined || value === "")) {
    yield TEXTS.notBlank;
  }
  if (typeof value === "string") {
    const length = [...value].length;
    if (row.minLength !== undefined && length < row.minLength) yield tooShort(row.minLength);
    if (row.maxLength !== undefined && length > row.maxLength) yield tooLong(row.maxLength);
    if (row.plainName && /[<>"=]/.test(value)) yield TEXTS.forbiddenCharacters;
  }
  if (typeof value === "number") {
    if (row.notNegative && value < 0) yield TEXTS.notNegative;
    if (row.range && (value < row.range[0] || value > row.range[1])) yield notBetween(...row.range);
  }
}

type Read = { value: unknown } | { problem: string };
type Reader = (raw: unknown, row: FormRow, context: FormContext) => Read;

/** The value of a field that was not sent, where missing means empty. */
const EMPTY: Record<FieldKind, unknown> = {
  text: null,
  flag: false,
  money: null,
  duration: null,
  moment: null,
  day: null,
  tags: "",
  color: null,
  choice: null,
  choices: [],
  collection: [],
  reference: null,
  references: [],
  budgetType: null,
};

/** PHP's text of a scalar; null for null, false and "". */
function textOf(raw: unknown): string | null {
  if (raw === null || raw === undefined || raw === false || raw === "") return null;
  return raw === true ? "1" : String(raw);
}

const isCompound = (raw: unknown) => typeof raw === "object" && raw !== null;

const choose: Reader = (raw, row, context) => {
  // An object here is more than Kimai can take (recordings 4397).
  if (isCompound(raw)) throw refusal(500);
  const text = textOf(raw);
  if (text === null) return { value: null };
  const value = context.choose?.(row.name, text);
  return value === undefined ? { problem: row.badChoice ?? TEXTS.badChoice } : { value };
};

const READERS: Record<FieldKind, Reader> = {
  text: (raw) =>
    isCompound(raw) ? { problem: TEXTS.notValid } : { value: textOf(raw)?.trim() || null },
  // Anything but JSON false is true, null included (API.md trap 19).
  flag: (raw) => ({ value: raw !== false }),
  money: (raw) => {
    const text = isCompound(raw) ? "x" : textOf(raw);
    if (text === null) return { value: null };
    if (!/^-?\d+(?:[.,]\d+)?$/.test(text)) return { problem: TEXTS.badMoney };
    return { value: roundTo(Number(text.replace(",", ".")), 2) };
  },
  duration: (raw) => {
    const text = isCompound(raw) ? "x" : textOf(raw);
    if (text === null) return { value: null };
    const seconds = parseDuration(text);
    return seconds === undefined ? { problem: TEXTS.notValid } : { value: seconds };
  },
  moment: (raw, _row, context) => {
    const text = isCompound(raw) ? "x" : textOf(raw);
    if (text === null) return { value: null };
    const instant = parseMoment(text, context.zone!);
    return instant === undefined ? { problem: TEXTS.badDateTime } : { value: instant };
  },
  // POST takes a day and tolerates a moment, PATCH takes a moment only (API.md 2.3).
  day: (raw, _row, context) => {
    const text = isCompound(raw) ? "x" : textOf(raw);
    if (text === null) return { value: null };
    const day = parseDay(text, { day: context.verb === "create", moment: true });
    return day === undefined ? { problem: TEXTS.badDate } : { value: day };
  },
  tags: (raw) => isCompound(raw) ? { problem: TEXTS.notValid } : { value: textOf(raw) ?? "" },
  color: (raw) => {
    const text = isCompound(raw) ? "x" : textOf(raw);
    if (text === null) return { value: null };
    return Object.values(PALETTE).includes(text) ? { value: text } : { problem: TEXTS.badChoice };
  },
  choice: choose,
  reference: choose,
  references: (raw, row, context) => {
    const values = (Array.isArray(raw) ? raw : []).map((item) =>
      context.choose?.(row.name, String(item))
    );
    return values.includes(undefined) ? { problem: TEXTS.badChoice } : { value: values };
  },
  choices: (raw, row, context) => {
    if (!Array.isArray(raw)) return { problem: TEXTS.badChoice };
    const values = raw.map((item) => context.choose?.(row.name, String(item)));
    return values.includes(undefined) ? { problem: TEXTS.badChoice } : { value: values };
  },
  collection: (raw) => Array.isArray(raw) ? { value: raw } : { problem: TEXTS.badCollection },
  budgetType: (raw) => {
    const text = textOf(raw);
    return text === null || text === "month" ? { value: text } : { problem: TEXTS.badChoice };
  },
};

/** Rounds half away from zero, as PHP does. */
export function roundTo(value: number, digits: number): number {
  const factor = 10 ** digits;
  return Math.sign(value) * Math.round(Math.abs(value) * factor + 1e-9) / factor;
}
