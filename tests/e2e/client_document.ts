/** A client that is named by the address of a document about itself, on an https server of the test's own. */

import { appName } from "../support/oauth_provider.ts";
import { createCertificate } from "../support/certificate.ts";
import { createFolder } from "../support/folder.ts";

export interface ClientDocument extends AsyncDisposable {
  url: string;
  /** With it the program trusts the server of the document. */
  env: Record<string, string>;
  /** How often it was asked for. */
  readonly asked: number;
}

/** Serves it until disposed; there must be an openssl. */
export async function serveDocument(redirectUri: string): Promise<ClientDocument> {
  await using begun = new AsyncDisposableStack();
  const folder = begun.use(await createFolder());
  const certificate = (await createCertificate("localhost"))!;
  const file = `${folder.path}/authority.pem`;
  await Deno.writeTextFile(file, certificate.cert);
  let asked = 0;
  const document = {
    client_id: "",
    client_name: appName,
    redirect_uris: [redirectUri],
    token_endpoint_auth_method: "none",
  };
  const server = Deno.serve(
    // Where the name leads to first is where the program looks.
    { port: 0, hostname: "localhost", onListen() {}, ...certificate },
    () => {
      asked++;
      return Response.json(document);
    },
  );
  begun.defer(() => server.shutdown());
  const url = `https://localhost:${server.addr.port}/app.json`;
  document.client_id = url;
  const rest = begun.move();
  return {
    url,
    env: { NODE_EXTRA_CA_CERTS: file },
    get asked() {
      return asked;
    },
    [Symbol.asyncDispose]: () => rest.disposeAsync(),
  };
}
