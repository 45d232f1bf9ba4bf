/** Forms as clients and browsers post them: `application/x-www-form-urlencoded`, in bounds, nothing twice. */

import { type BodyLimits, readBody } from "./body.ts";
import { OAuthError } from "./errors.ts";

/** The parameters of a request. One without a value counts as absent (OAuth 2.1, 3.2.2). */
export interface Form {
  /** @throws {OAuthError} `invalid_request` for one that is there twice */
  get(name: string): string | undefined;
  /** @throws {OAuthError} `invalid_request` for one that is absent or there twice */
  require(name: string): string;
  /** Every value of one that may repeat. */
  all(name: string): readonly string[];
}

/**
 * Reads the body of a POST.
 * @throws {OAuthError} `invalid_request` for another type, charset or encoding
 * @throws {BodyError} for one that is too long, too slow or not UTF-8
 */
export async function readForm(request: Request, limits?: BodyLimits): Promise<Form> {
  checkType(request.headers);
  return formOf(new URLSearchParams(await readBody(request, limits)));
}

/** The parameters of a query or a body. */
export function formOf(parameters: URLSearchParams): Form {
  const all = (name: string) => parameters.getAll(name).filter((value) => value !== "");
  const get = (name: string) => {
    // An empty one beside another is still there twice.
    if (parameters.getAll(name).length <= 1) return all(name).at(0);
    throw new OAuthError("invalid_request", `The parameter ${name} is there twice`);
  };
  const require = (name: string) => {
    const value = get(name);
    if (value !== undefined) return value;
    throw new OAuthError("invalid_request", `The parameter ${name} is missing`);
  };
  return { get, require, all };
}

function checkType(headers: Headers): void {
  const type = headers.get("Content-Type") ?? "";
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(type)?.[1] ?? "utf-8";
  const encoding = headers.get("Content-Encoding") ?? "identity";
  const isForm = /^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type.trim());
  if (isForm && /^utf-?8$/i.test(charset) && encoding.trim().toLowerCase() === "identity") return;
  throw new OAuthError(
    "invalid_request",
    "Send the parameters as application/x-www-form-urlencoded in UTF-8, without Content-Encoding",
  );
}
