/** A refresh token for new tokens: the decisions of `refresh_tokens.ts`, kept in the store. */

import { issueAccess, type Tokens } from "./access_tokens.ts";
import type { Services } from "./context.ts";
import { OAuthError } from "./errors.ts";
import { grantLives } from "./grants.ts";
import { createToken } from "./hashes.ts";
import type { Grant } from "./model.ts";
import {
  grantIdOf,
  readRefreshToken,
  rotate,
  type Rotation,
  writeRefreshToken,
} from "./refresh_tokens.ts";
import { requireResource } from "./resource.ts";
import { narrowScopes } from "./scopes.ts";

/** How a client asks for new tokens. */
export interface Refresh {
  token: string;
  clientId: string;
  /** Fewer than granted, for this access token alone; none means all. */
  scopes: readonly string[];
  /** Every `resource` of the request. */
  resources: readonly string[];
}

/**
 * Answers a refresh token. One that was replaced longer ago than the grace ends its grant.
 * @throws {OAuthError} `invalid_grant`, `invalid_scope`, `invalid_target`, `temporarily_unavailable`
 * @throws {StoreFullError}
 */
export async function refreshTokens(services: Services, refresh: Refresh): Promise<Tokens> {
  const { store } = services;
  requireResource(refresh.resources, services.resource);
  const token = readRefreshToken(refresh.token);
  if (!token) throw unknownToken();
  const salt = createToken();
  let before: Grant | undefined;
  let rotation: Rotation | undefined;
  let scopes: readonly string[] = [];
  // What is thrown in here changes nothing.
  await store.change("grant", grantIdOf(token), (grant) => {
    before = requireOwn(services, grant, refresh.clientId);
    scopes = narrowScopes(before.scopes, refresh.scopes, services.scopes);
    rotation = rotate(before, token.secret, salt, services.lifetimes, services.now());
    return "grant" in rotation ? rotation.grant : rotation.outcome === "busy" ? before : undefined;
  });
  const { grant, secret } = requireRotated(services, before!, rotation!);
  const issued = await issueAccess(services, grant, scopes);
  return { ...issued, refresh: writeRefreshToken({ family: token.family, secret }) };
}

function unknownToken(): OAuthError {
  return new OAuthError("invalid_grant", "The refresh token is unknown, expired or revoked");
}

/** A grant of another client is as unknown as none: whose it is tells nobody anything. */
function requireOwn(
  { accounts, now }: Services,
  grant: Grant | undefined,
  clientId: string,
): Grant {
  if (grant?.clientId === clientId && grantLives(grant, accounts, now())) return grant;
  throw unknownToken();
}

function requireRotated({ happened }: Services, { account, clientId }: Grant, rotation: Rotation) {
  if ("grant" in rotation) return rotation;
  if (rotation.outcome === "busy") {
    throw new OAuthError(
      "temporarily_unavailable",
      "This refresh token was used too often just now: go on with the newest one",
    );
  }
  happened({ what: "refresh_reused", account, client: clientId });
  throw new OAuthError(
    "invalid_grant",
    "The refresh token was used before: somebody may have stolen it, so all its tokens were ended",
  );
}
