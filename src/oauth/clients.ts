/** Who a client is, however it came: named by the administrator, registered, or described by its own document. */

import type { ClientDocuments } from "./client_documents.ts";
import type { Clients, Services } from "./context.ts";
import { namesDocument } from "./document_rules.ts";
import type { Client } from "./model.ts";

export interface ClientsOptions {
  /** Those that the administrator names; they come before all others of their id. */
  configured?: readonly Client[];
  /** Without it, the URL of a document names nobody. */
  documents?: ClientDocuments;
}

/** Visible ASCII characters (RFC 6749, appendix A.1): all others are nobody's id and need not be looked up. */
const idPattern = /^[\x21-\x7e]{1,1024}$/;

/** Makes the one place where clients are found. */
export function createClients(
  { store }: Pick<Services, "store">,
  { configured = [], documents }: ClientsOptions = {},
): Clients {
  const named = new Map(configured.map((client) => [client.id, client]));
  return {
    find: async (id) => {
      if (!idPattern.test(id)) return undefined;
      const known = named.get(id) ?? await store.get("client", id);
      if (known || !documents || !namesDocument(id)) return known;
      return await documents.find(id);
    },
  };
}
