/** Registering as clients do that the server has never seen (RFC 7591): what claude.ai asks for, and what Cursor does. */

import { name } from "../../../composition.ts";
import { type Answer, objectIn } from "./asking.ts";
import { failed, type Look, ok, skipped, type Verdict, type Visit, withSignIn } from "./look.ts";
import { strange } from "./strange.ts";

export const registering: readonly Look[] = [
  { name: "Registration", look: withSignIn(registration) },
];

/** On this machine, where nothing listens: the doctor reads the code from the address itself. */
export const callback = "http://127.0.0.1:33418/callback";

const common = {
  client_name: `${name} doctor`,
  grant_types: ["authorization_code", "refresh_token"],
  response_types: ["code"],
};
/** A site, which asks for a secret it can do without; a program with an address of its own scheme among others. */
const kinds = {
  web: {
    ...common,
    redirect_uris: ["https://claude.ai/api/mcp/auth_callback"],
    token_endpoint_auth_method: "client_secret_post",
  },
  native: {
    ...common,
    application_type: "native",
    redirect_uris: [
      "cursor://anysphere.cursor-mcp/oauth/callback",
      "https://www.cursor.com/agents/mcp/oauth/callback",
      callback,
    ],
    token_endpoint_auth_method: "none",
  },
};

/** There is no way to take a registration back; one that is not used ends by itself. */
async function registration({ base, learnt, ask }: Visit): Promise<Verdict> {
  if (learnt.metadata?.registration_endpoint === undefined) {
    return skipped("Switched off: clients must be named with --oauth-clients or by a document");
  }
  const answers: Answer[] = [];
  for (const client of Object.values(kinds)) {
    const answer = await ask(`${base}/register`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(client),
    });
    if (answer.status !== 201) return strange(answer, "a registration (201)");
    answers.push(answer);
  }
  const [web, native] = answers.map((answer) => objectIn(answer) ?? {});
  const fault = faultOf(web, native);
  if (fault) return failed(fault, "Let the proxy pass on the answers of /register as they are");
  learnt.clientId = String(native.client_id);
  return ok("A site and a program registered; both entries end by themselves, being left unused");
}

/** What makes clients give up (Claude Code on members that are null, Cursor without its own scheme). */
function faultOf(
  web: Record<string, unknown>,
  native: Record<string, unknown>,
): string | undefined {
  const ids = [web, native].map(({ client_id: id }) => id);
  if (ids.some((id) => typeof id !== "string")) return "A registration came back without client_id";
  if (ids[0] === ids[1]) return "Two clients got the same client_id, as if an answer was kept";
  const empty = Object.entries({ ...web, ...native })
    .find(([, value]) => value === null || value === "");
  if (empty) return `A registration came back with an empty ${empty[0]}`;
  const uris = native.redirect_uris;
  const isWhole = Array.isArray(uris) &&
    kinds.native.redirect_uris.every((uri) => uris.includes(uri));
  return isWhole ? undefined : "A redirect address of the registration is missing in its answer";
}
