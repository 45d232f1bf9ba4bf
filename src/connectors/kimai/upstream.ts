/** One account's Kimai: long-lived, keeps short-lived look-ups, makes a session for each call. */

import type { Call } from "../../mcp/caller.ts";
import type { Upstream } from "../connector.ts";
import type { KimaiApi } from "./api.ts";
import { createDirectory, kept, keptFor } from "./directory.ts";
import { me, timesheetConfig } from "./records.ts";
import type { Kimai, KimaiSession } from "./session.ts";

/** Opens an account's Kimai; nothing is requested before the first call needs it. */
export function openUpstream(
  api: KimaiApi,
  url: string | undefined,
  { now, closeTransport }: { now: () => Temporal.Instant; closeTransport(): void },
): Upstream {
  const self = kept(() => api.request("GET", ["users", "me"], { answer: me }), keptFor, now);
  const config = kept(
    () => api.request("GET", ["config", "timesheet"], { answer: timesheetConfig }),
    keptFor,
    now,
  );
  const names = createDirectory(api, self, now);
  const forget = () => {
    names.forget();
    self.forget();
  };
  return {
    call: (call: Call): KimaiSession => ({
      kimai: bind(api, call.signal, forget),
      url,
      names,
      me: self,
      config,
      now,
      progress: call.progress,
      ask: call.ask,
    }),
    close: () => {
      forget();
      closeTransport();
    },
  };
}

/** The client bound to a call's signal. A write drops the look-ups, unless it was to a time record, which they do not hold. */
function bind(api: KimaiApi, signal: AbortSignal, forget: () => void): Kimai {
  return {
    request: async (method, path, options = {}) => {
      const answer = await api.request(method, path, { ...options, signal });
      if (method !== "GET" && path[0] !== "timesheets") forget();
      return answer;
    },
    list: (path, options) => api.list(path, { ...options, signal }),
  };
}
