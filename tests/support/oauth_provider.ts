/** What an app keeps of its sign-in at a server, in memory; either SDK's client takes it. */

import type {
  OAuthClientProvider,
  OAuthDiscoveryState,
  StoredOAuthClientInformation,
  StoredOAuthTokens,
} from "@modelcontextprotocol/client";

/** Everything that is kept; tests look into it and change it. */
export interface Kept {
  client?: StoredOAuthClientInformation;
  tokens?: StoredOAuthTokens;
  verifier?: string;
  discovery?: OAuthDiscoveryState;
  /** Sent along with the request, to know the answer by. */
  state: string;
  /** Where a person is to go; taken away when somebody went there. */
  asked?: URL;
}

export interface ProviderOptions {
  /** Where the browser brings the answer; nobody listens there. */
  redirectUrl?: string;
  /** The app names itself by the document at this address, instead of registering. */
  documentUrl?: string;
  /** A client that is known already. */
  client?: Kept["client"];
}

export interface Provider extends OAuthClientProvider {
  kept: Kept;
}

export const appName = "App of a test";

/** Makes the part of a client that signs in. */
export function createProvider(
  { redirectUrl = "http://localhost:7777/callback", documentUrl, client }: ProviderOptions = {},
): Provider {
  const kept: Kept = { client, state: crypto.randomUUID() };
  return {
    kept,
    redirectUrl,
    clientMetadataUrl: documentUrl,
    clientMetadata: { client_name: appName, redirect_uris: [redirectUrl] },
    state: () => kept.state,
    clientInformation: () => kept.client,
    saveClientInformation: (client) => void (kept.client = client),
    tokens: () => kept.tokens,
    saveTokens: (tokens) => void (kept.tokens = tokens),
    redirectToAuthorization: (url) => void (kept.asked = url),
    saveCodeVerifier: (verifier) => void (kept.verifier = verifier),
    codeVerifier: () => kept.verifier!,
    discoveryState: () => kept.discovery,
    saveDiscoveryState: (discovery) => void (kept.discovery = discovery),
    invalidateCredentials: (what) => {
      if (what === "all" || what === "client") kept.client = undefined;
      if (what === "all" || what === "tokens") kept.tokens = undefined;
    },
  };
}
