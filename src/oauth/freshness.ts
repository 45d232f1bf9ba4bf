/** For how long an answer may be used again, as its headers say (RFC 9111, 4.2). */

/**
 * Seconds for which an answer stays fresh; nothing where its headers do not say.
 * @param now when it came, in seconds since 1970
 */
export function freshnessOf(headers: Headers, now: number): number | undefined {
  const directives = directivesOf(headers.get("Cache-Control") ?? "");
  if (["no-store", "no-cache"].some((name) => directives.has(name))) return 0;
  const stated = directives.get("s-maxage") ?? directives.get("max-age");
  const age = secondsOf(headers.get("Age") ?? undefined) ?? 0;
  if (stated !== undefined) return Math.max(0, (secondsOf(stated) ?? 0) - age);
  const expires = headers.get("Expires");
  if (expires === null) return undefined;
  // Against the sender's own clock, as far as it says what that shows. What is no date is in the past.
  const sent = timeOf(headers.get("Date")) ?? now;
  return Math.max(0, (timeOf(expires) ?? sent) - sent - age);
}

function directivesOf(header: string): Map<string, string> {
  const directives = new Map<string, string>();
  for (const part of header.toLowerCase().split(",")) {
    const [name, value = ""] = part.split("=", 2).map((text) => text.trim());
    if (!directives.has(name)) directives.set(name, value.replace(/^"(.*)"$/, "$1"));
  }
  return directives;
}

function secondsOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}

function timeOf(text: string | null): number | undefined {
  const ms = Date.parse(text ?? "");
  return Number.isNaN(ms) ? undefined : Math.floor(ms / 1000);
}
