/** OAuth's errors: their codes, statuses, and what they say unless something better is known. */

/** RFC 6749 4.1.2.1 and 5.2, RFC 7591 3.2.2, RFC 8707 2, RFC 9101 6. */
const errors = {
  invalid_request: [400, "The request lacks a parameter, or has one twice or malformed"],
  invalid_client: [401, "The client is unknown, or did not prove who it is"],
  invalid_grant: [400, "The code or refresh token is unknown, expired, used or somebody else's"],
  unauthorized_client: [400, "The client may not do this"],
  unsupported_grant_type: [400, "Grant types are authorization_code and refresh_token"],
  unsupported_response_type: [400, "The only response type is code"],
  invalid_scope: [400, "The scope is malformed"],
  invalid_target: [400, "This server issues tokens for no such resource"],
  access_denied: [400, "The person refused"],
  invalid_redirect_uri: [400, "A redirect URI must be https, or this machine's own address"],
  invalid_client_metadata: [400, "The client's description cannot be used"],
  request_not_supported: [400, "Request objects are not supported"],
  request_uri_not_supported: [400, "Request objects are not supported"],
  temporarily_unavailable: [503, "Too much is going on: try again in a moment"],
  server_error: [500, "Something went wrong here"],
} as const satisfies Record<string, readonly [number, string]>;

export type OAuthErrorCode = keyof typeof errors;

/** A refusal that OAuth has a word for. The message is shown to developers, never a secret in it. */
export class OAuthError extends Error {
  override name = "OAuthError";
  readonly status: number;

  constructor(readonly code: OAuthErrorCode, description: string = errors[code][1]) {
    super(description);
    this.status = errors[code][0];
  }
}

/** The body of a refusal (RFC 6749, 5.2). */
export function errorBody({ code, message }: OAuthError): Record<string, string> {
  return { error: code, error_description: message };
}
