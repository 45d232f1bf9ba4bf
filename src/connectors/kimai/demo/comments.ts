/**
 * Comments on customers and projects, and rates of all three (API.md 2.3, 2.11).
 */
import { type Answer, gone, ok, refusal } from "./answers.ts";
import { allow, type Call, found, type Handler, type Route } from "./call.ts";
import { wholeSecond } from "./dates.ts";
import { checkFields, submit } from "./forms.ts";
import { TEXTS } from "./messages.ts";
import { masterFor, masterOf } from "./master_rows.ts";
import { mayMaster } from "./permissions.ts";
import type { Comment, MasterKind, Rate } from "./records.ts";

type Commented = "customer" | "project";

/** The rows of the object in the path; seeing needs view and comments, changing also edit. */
function guard(call: Call, kind: Commented, change: boolean) {
  const row = masterOf(call, kind);
  for (const action of ["view", "comments", ...change ? ["edit"] : []]) {
    allow(mayMaster(call.state, call.caller, action, kind, row));
  }
  return row;
}

/** Pinned ones first, then the newest. */
function listComments(kind: Commented): Handler {
  return (call) => {
    const master = guard(call, kind, false).id;
    const rows = [...call.state.comments[kind].values()].filter((row) => row.master === master);
    rows.sort((a, b) =>
      Number(b.pinned) - Number(a.pinned) || b.createdAt - a.createdAt || a.id - b.id
    );
    return ok(rows.map((row) => call.json.comment(row)));
  };
}

function addComment(kind: Commented): Handler {
  return (call) => {
    const { state, caller } = call;
    const master = guard(call, kind, false).id;
    const submission = submit(state.tables.forms.comment, call.form(), {
      verb: "create",
      clearMissing: true,
    });
    const { message = null, pinned } = submission.values as Partial<Comment>;
    checkFields(submission, { message });
    submission.errors.throwIfAny();
    const comment = state.comments[kind].add({
      id: state.comments[kind].nextId(),
      kind,
      master,
      message,
      createdBy: caller.id,
      createdAt: wholeSecond(call.now),
      pinned: pinned ?? false,
    });
    return ok(call.json.comment(comment, caller.timezone));
  };
}

/** The comment of the path; one of another object is a 403 (recordings 2607). */
function commentOf(call: Call, kind: Commented): Comment {
  const master = guard(call, kind, true).id;
  const comment = found(call.state.comments[kind].get(call.id(1)));
  allow(comment.master === master);
  return comment;
}

function pinComment(kind: Commented): Handler {
  return (call) => {
    const comment = commentOf(call, kind);
    comment.pinned = !comment.pinned;
    return ok(call.json.comment(comment));
  };
}

function removeComment(kind: Commented): Handler {
  return (call) => {
    call.state.comments[kind].delete(commentOf(call, kind).id);
    return gone();
  };
}

function listRates(kind: MasterKind): Handler {
  return (call) => {
    const master = masterFor(call, kind, "edit").id;
    const rows = [...call.state.rates[kind].values()].filter((row) => row.master === master);
    return ok(rows.map((row) => call.json.rate(row)));
  };
}

/** One rate per object and user, or per object for everybody. */
function addRate(kind: MasterKind): Handler {
  return (call) => {
    const { state } = call;
    const master = masterFor(call, kind, "edit").id;
    const submission = submit(state.tables.forms.rate, call.form(), {
      verb: "create",
      choose: (_field, raw) => state.users.get(Number(raw))?.id,
    });
    if (submission.values.rate === null) throw refusal(500); // recordings 1362
    const draft: Rate = {
      id: 0,
      kind,
      master,
      user: null,
      rate: 0,
      internalRate: null,
      isFixed: false,
      ...submission.values,
    };
    const { errors } = submission;
    const taken = [...state.rates[kind].values()]
      .some((row) => row.master === master && row.user === draft.user);
    if (taken) errors.add("user", TEXTS.alreadyUsed);
    checkFields(submission, draft);
    errors.throwIfAny();
    draft.id = state.rates[kind].nextId();
    return ok(call.json.rate(state.rates[kind].add(draft)));
  };
}

function removeRate(kind: MasterKind): Handler {
  return (call): Answer => {
    const master = masterFor(call, kind, "edit").id;
    const rate = found(call.state.rates[kind].get(call.id(1)));
    found(rate.master === master ? rate : undefined);
    call.state.rates[kind].delete(rate.id);
    return gone();
  };
}

const PATHS: [MasterKind, string][] = [
  ["customer", "/customers/{id}"],
  ["project", "/projects/{id}"],
  ["activity", "/activities/{id}"],
];

/** The routes of rates, and of comments where there are any. */
export function commentAndRateRoutes(): Route[] {
  return PATHS.flatMap(([kind, path]): Route[] => {
    const rates: Route[] = [
      ["GET", `${path}/rates`, listRates(kind)],
      ["POST", `${path}/rates`, addRate(kind)],
      ["DELETE", `${path}/rates/{id}`, removeRate(kind)],
    ];
    if (kind === "activity") return rates;
    return [
      ...rates,
      ["GET", `${path}/comments`, listComments(kind)],
      ["POST", `${path}/comments`, addComment(kind)],
      ["PATCH", `${path}/comments/{id}/pin`, pinComment(kind)],
      ["DELETE", `${path}/comments/{id}`, removeComment(kind)],
    ];
  });
}
