/** How findings are shown: a line each as they come, a summary, or one JSON object at the end. */

import type { Finding } from "../../connectors/connector.ts";
import { type Style, styled } from "../terminal.ts";

/** How a report is written. */
export interface ReportOptions {
  /** One JSON object instead of lines. */
  json: boolean;
  /** Marks with colours, and a sign of life while a look takes long; otherwise words. */
  isTerminal: boolean;
  /** Writes whole lines. */
  write(text: string): void;
  /** Writes to a terminal what is no line. */
  draw(text: string): void;
  version: string;
  /** Such as `linux x86_64, Deno 2.9.6`. */
  platform: string;
  /** Is cut out wherever it should turn up. */
  secrets: readonly string[];
  /** Runs a task again and again until the answer is called; ten times a second unless given. */
  schedule?: (task: () => void) => () => void;
}

/** A report that is being written. */
export interface Report {
  /** Adds findings under a heading, each as it comes. */
  add(group: string, findings: AsyncIterable<Finding> | Iterable<Finding>): Promise<void>;
  /** Writes the end. @returns whether nothing failed */
  end(): boolean;
}

type Outcome = Finding["outcome"];
const outcomes: Record<Outcome, { mark: string; style: Style }> = {
  ok: { mark: "✓", style: "green" },
  warning: { mark: "!", style: "yellow" },
  failed: { mark: "✗", style: "red" },
  skipped: { mark: "-", style: "dim" },
};

/** Secrets that are shorter are words as well, and would tear holes into sentences. */
const shortest = 8;
/** Of names, so that most texts begin below each other. */
const nameWidth = 20;

/** Begins a report. */
export function createReport(options: ReportOptions): Report {
  const { json, write, version, platform, isTerminal } = options;
  const all: (Finding & { group: string })[] = [];
  const clean = cutting(options.secrets);
  const waiting = isTerminal && !json ? createSpinner(options) : { begin() {}, end() {} };
  if (!json) write(`kimai-mcp ${version}, ${platform}\n`);
  const show = (finding: Finding, isFirst: boolean, group: string) => {
    if (isFirst) write(`\n${styledIf(isTerminal, "bold", group)}\n`);
    write(linesOf(finding, isTerminal));
  };
  return {
    async add(group, findings) {
      waiting.begin(group);
      try {
        for await (const found of findings) {
          const finding = clean(found);
          waiting.end();
          if (!json) show(finding, all.at(-1)?.group !== group, group);
          all.push({ group, ...finding });
          waiting.begin(group);
        }
      } finally {
        waiting.end();
      }
    },
    end() {
      const ok = !all.some(({ outcome }) => outcome === "failed");
      const summary = { version, platform, ok, findings: all };
      write(json ? `${JSON.stringify(summary, null, 2)}\n` : `\n${summaryOf(all)}\n`);
      return ok;
    },
  };
}

function cutting(secrets: readonly string[]): (finding: Finding) => Finding {
  const long = secrets.filter(({ length }) => length >= shortest);
  const cut = (text: string) =>
    long.reduce((rest, secret) => rest.replaceAll(secret, "[redacted]"), text);
  return (finding) => ({
    ...finding,
    text: cut(finding.text),
    ...(finding.fix !== undefined && { fix: cut(finding.fix) }),
  });
}

function linesOf({ name, outcome, text, fix }: Finding, isTerminal: boolean): string {
  const { mark, style } = outcomes[outcome];
  const sign = isTerminal ? styledIf(true, style, mark) : outcome.padEnd(7);
  const indent = " ".repeat(isTerminal ? 4 : 11);
  const line = `  ${sign} ${isTerminal ? "" : " "}${name.padEnd(nameWidth)} ${text}\n`;
  return fix === undefined ? line : `${line}${indent}Fix: ${fix}\n`;
}

function summaryOf(all: readonly Finding[]): string {
  return Object.keys(outcomes).flatMap((outcome) => {
    const count = all.filter((finding) => finding.outcome === outcome).length;
    if (count === 0) return [];
    return outcome === "warning" && count > 1 ? `${count} warnings` : `${count} ${outcome}`;
  }).join(", ");
}

function styledIf(isTerminal: boolean, style: Style, text: string): string {
  return isTerminal ? styled(style, text) : text;
}

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
/** Ticks before a look counts as long. */
const patience = 4;

/** A line that comes and goes, and moves meanwhile. */
function createSpinner({ draw, schedule = tenTimesASecond }: ReportOptions) {
  let stop: (() => void) | undefined;
  let tick = 0;
  return {
    begin(group: string) {
      tick = 0;
      stop = schedule(() => {
        if (++tick > patience) draw(`\r  ${frames[tick % frames.length]} ${group} ...`);
      });
    },
    end() {
      stop?.();
      stop = undefined;
      if (tick > patience) draw("\r\x1b[2K");
      tick = 0;
    },
  };
}

function tenTimesASecond(task: () => void): () => void {
  const timer = setInterval(task, 100);
  return () => clearInterval(timer);
}
