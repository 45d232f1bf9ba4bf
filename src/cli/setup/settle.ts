// No test of its own: tests/e2e/setup_test.ts asks and looks through it.
/** The credentials of an upstream, asked for and looked at until they are right. */

import type { Connector, Finding } from "../../connectors/connector.ts";
import { UserError } from "../../mcp/errors.ts";
import type { Found } from "../../settings/table.ts";
import { Stopped } from "./ask.ts";
import { examine, suspects } from "./check.ts";
import { type Answers, askAgain, collect } from "./collect.ts";
import type { Order } from "./order.ts";

/** Credentials, and what was found with them. */
export interface Settled {
  answers: Answers;
  findings: Finding[];
}

/**
 * Collects the credentials and looks at the upstream with them. What is refused is asked again where a person
 * can answer.
 * @param earlier what the entry says that is there already
 * @throws {UserError} when the upstream cannot be used with them
 * @throws {WrongUse} for what is missing with nobody to ask
 * @throws {Stopped} when the person does not want to
 */
export async function settle(
  connector: Connector,
  earlier: ReadonlyMap<string, Found>,
  order: Order,
): Promise<Settled> {
  const { dialog, yes, check, tell, context: { sources, signal } } = order;
  const quiet = yes || !dialog.isTerminal;
  let answers = await collect(connector, { given: sources.values, earlier, dialog, quiet, tell });
  if (!check || !connector.diagnose) {
    tell(`Not looking at ${connector.title}: whether these values are right shows in use`);
    return { answers, findings: [] };
  }
  for (;;) {
    const findings = await examine(connector, answers, order);
    if (signal.aborted) throw new Stopped();
    const failed = findings.filter(({ outcome }) => outcome === "failed");
    if (failed.length === 0) return { answers, findings };
    if (quiet) throw new CheckFailed(connector.title, findings);
    tell("Nothing is written until that works; Ctrl-C ends this");
    answers = await askAgain(suspects(failed, connector), connector.settings, answers, order);
  }
}

/** An upstream cannot be used. */
export class CheckFailed extends UserError {
  override name = "CheckFailed";

  constructor(title: string, readonly findings: readonly Finding[]) {
    super(
      `Nothing was written, because ${title} cannot be used like this: do what stands under "Fix" and run this again`,
    );
  }
}
