/**
 * Tags (API.md 2.8): hidden ones are listed nowhere but can be put on records by name.
 */
import { type Answer, gone, ok } from "./answers.ts";
import { type Call, found, type Route } from "./call.ts";
import { checkFields, submit } from "./forms.ts";
import { TEXTS } from "./messages.ts";
import { byText } from "./order.ts";
import type { Tag } from "./records.ts";
import { like } from "./search.ts";
import type { DemoState } from "./state.ts";

/** Visible tags by name, those that contain `name`. */
function visibleTags(state: DemoState, name: string): Tag[] {
  const matches = like(name);
  return [...state.tags.values()]
    .filter((tag) => tag.visible && matches(tag.name))
    .sort((a, b) => byText(a.name, b.name));
}

const list = (call: Call): Answer =>
  ok(visibleTags(call.state, call.query.get("name") ?? "").map((tag) => tag.name));

/** GET /tags/find: nothing without the parameter, everything with an empty one. */
function find(call: Call): Answer {
  if (!call.query.sent("name")) return ok([]);
  const tags = visibleTags(call.state, call.query.get("name") ?? "");
  return ok(tags.map((tag) => call.json.tag(tag)));
}

function create(call: Call): Answer {
  const { state } = call;
  if (!call.holds("manage_tag")) call.require("create_tag");
  const submission = submit(state.tables.forms.tag, call.form(), {
    verb: "create",
    clearMissing: true,
  });
  const draft = { id: 0, name: null, color: null, visible: false, ...submission.values } as Tag;
  const { errors } = submission;
  checkFields(submission, draft);
  if (draft.name?.includes(",")) errors.add("name", TEXTS.tagComma);
  const taken = draft.name?.toLowerCase();
  if ([...state.tags.values()].some((tag) => tag.name!.toLowerCase() === taken)) {
    errors.add("name", TEXTS.alreadyUsed);
  }
  errors.throwIfAny();
  draft.id = state.tags.nextId();
  return ok(call.json.tag(state.tags.add(draft)));
}

function remove(call: Call): Answer {
  const tag = found(call.state.tags.get(call.id()));
  call.require("delete_tag");
  call.state.tags.delete(tag.id);
  for (const record of call.state.timesheets.values()) {
    record.tags = record.tags.filter((id) => id !== tag.id);
  }
  return gone();
}

export const tagRoutes: Route[] = [
  ["GET", "/tags", list],
  ["GET", "/tags/find", find],
  ["POST", "/tags", create],
  ["DELETE", "/tags/{id}", remove],
];
