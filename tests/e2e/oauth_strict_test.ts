import assert from "node:assert/strict";
import * as oauth from "oauth4webapi";
import { createFolder } from "../support/folder.ts";
import { listTools } from "./app.ts";
import { decide, type Decision, type Office, openBrowser, servePeople } from "./people.ts";

/** The program is on this machine, where http is as good. */
const options = { [oauth.allowInsecureRequests]: true };
const redirectUri = "http://127.0.0.1:7777/callback";

/** Finds the authorization server as RFC 9728 and RFC 8414 say, from nothing but the address of `/mcp`. */
async function discover({ url }: Office) {
  const resource = new URL(url);
  const described = await oauth.resourceDiscoveryRequest(resource, options);
  const { authorization_servers, scopes_supported } = await oauth
    .processResourceDiscoveryResponse(resource, described);
  const issuer = new URL(authorization_servers![0]);
  const found = await oauth.discoveryRequest(issuer, { ...options, algorithm: "oauth2" });
  const server = await oauth.processDiscoveryResponse(issuer, found);
  return { server, resource, scope: scopes_supported!.join(" ") };
}

type Found = Awaited<ReturnType<typeof discover>>;

async function register({ server }: Found): Promise<oauth.Client> {
  const metadata = { client_name: "A strict client", redirect_uris: [redirectUri] };
  const registered = await oauth.dynamicClientRegistrationRequest(server, metadata, options);
  return await oauth.processDynamicClientRegistrationResponse(registered);
}

interface Asking {
  client: oauth.Client;
  proof?: oauth.ClientAuth;
  scope?: string;
}

/** Has lena decide. @returns the parameters that her browser brings back, once they are found good, with the verifier */
async function askLena(
  { server, resource, scope: usual }: Found,
  { client, scope = usual }: Asking,
  decision: Decision = {},
) {
  const [verifier, state] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState()];
  const asked = new URL(server.authorization_endpoint!);
  asked.search = String(
    new URLSearchParams({
      client_id: client.client_id,
      redirect_uri: redirectUri,
      response_type: "code",
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      resource: resource.href,
      scope,
      state,
    }),
  );
  const end = await decide(openBrowser(resource.href), asked, "lena", decision);
  return {
    url: new URL(end.url),
    verifier,
    validate: () => oauth.validateAuthResponse(server, client, new URL(end.url), state),
  };
}

/** From the start to tokens. */
async function tokensOf(found: Found, asking: Asking) {
  const { client, proof = oauth.None() } = asking;
  const { verifier, validate } = await askLena(found, asking);
  const exchanged = await oauth.authorizationCodeGrantRequest(
    found.server,
    client,
    proof,
    validate(),
    redirectUri,
    verifier,
    { ...options, additionalParameters: { resource: found.resource.href } },
  );
  return await oauth.processAuthorizationCodeResponse(found.server, client, exchanged);
}

Deno.test("a strict client finds its way, registers, has its person decide, refreshes, and gives back what it got", async () => {
  await using office = await servePeople();
  const found = await discover(office);
  const { server } = found;
  const client = await register(found);
  const tokens = await tokensOf(found, { client });
  assert.equal(tokens.scope, "kimai:read kimai:write");
  assert.equal((await called(office, tokens)).status, 200);
  const asked = await oauth.refreshTokenGrantRequest(
    server,
    client,
    oauth.None(),
    tokens.refresh_token!,
    options,
  );
  const next = await oauth.processRefreshTokenResponse(server, client, asked);
  assert.notEqual(next.refresh_token, tokens.refresh_token);
  assert.equal((await called(office, next)).status, 200);
  const gone = await oauth.revocationRequest(
    server,
    client,
    oauth.None(),
    next.refresh_token!,
    options,
  );
  await oauth.processRevocationResponse(gone);
  assert.equal((await called(office, next)).status, 401);
});

async function called(office: Office, tokens: oauth.TokenEndpointResponse): Promise<Response> {
  const answer = await listTools(office, tokens.access_token);
  await answer.body?.cancel();
  return answer;
}

for (
  const [name, proofOf] of [
    ["client_secret_basic", oauth.ClientSecretBasic],
    ["client_secret_post", oauth.ClientSecretPost],
  ] as const
) {
  Deno.test(`a client of the administrator's proves itself with ${name}, and with nothing else`, async () => {
    await using folder = await createFolder();
    const file = `${folder.path}/clients.json`;
    const secret = "a secret with +, %, : and ü in it";
    const entry = { id: "house:app+1", redirect_uris: [redirectUri], name: "House app", secret };
    await Deno.writeTextFile(file, JSON.stringify([entry]), { mode: 0o600 });
    await using office = await servePeople({ args: [`--oauth-clients=${file}`] });
    const found = await discover(office);
    const client = { client_id: entry.id };
    const tokens = await tokensOf(found, { client, proof: proofOf(secret) });
    assert.equal((await called(office, tokens)).status, 200);
    await assert.rejects(
      tokensOf(found, { client, proof: proofOf("a guess") }),
      (error) =>
        error instanceof oauth.ResponseBodyError && error.error === "invalid_client" ||
        error instanceof oauth.WWWAuthenticateChallengeError && error.status === 401,
    );
  });
}

Deno.test("A6: a refusal comes back with the state and the issuer, so that a strict client believes it", async () => {
  await using office = await servePeople();
  const found = await discover(office);
  const client = await register(found);
  const { url, validate } = await askLena(found, { client }, { button: "Deny" });
  assert.equal(url.searchParams.get("iss"), found.server.issuer);
  assert.throws(
    validate,
    (error) => error instanceof oauth.AuthorizationResponseError && error.error === "access_denied",
  );
});

Deno.test("A1: a code without its verifier is worth nothing to whoever caught it", async () => {
  await using office = await servePeople();
  const found = await discover(office);
  const client = await register(found);
  const { validate } = await askLena(found, { client });
  const exchanged = await oauth.authorizationCodeGrantRequest(
    found.server,
    client,
    oauth.None(),
    validate(),
    redirectUri,
    oauth.generateRandomCodeVerifier(),
    options,
  );
  await assert.rejects(
    oauth.processAuthorizationCodeResponse(found.server, client, exchanged),
    (error) => error instanceof oauth.ResponseBodyError && error.error === "invalid_grant",
  );
});

Deno.test("R3, R8: without a token a strict client reads where to sign in from the challenge", async () => {
  await using office = await servePeople();
  const found = await discover(office);
  await assert.rejects(
    oauth.protectedResourceRequest("unknown", "POST", found.resource, undefined, null, options),
    (error) => {
      assert(error instanceof oauth.WWWAuthenticateChallengeError);
      const [{ scheme, parameters }] = error.cause;
      assert.equal(scheme, "bearer");
      assert.equal(parameters.error, "invalid_token");
      assert.equal(parameters.scope, "kimai:read kimai:write");
      const { origin } = found.resource;
      assert.equal(
        parameters.resource_metadata,
        `${origin}/.well-known/oauth-protected-resource/mcp`,
      );
      return true;
    },
  );
});
