/** `print traefik`: a router and a service for Traefik's file provider, and what its own configuration must say. */

import type { Artifact } from "./artifact.ts";
import { siteOf } from "./site.ts";

const file = "/etc/traefik/dynamic/kimai-mcp.yml";

export const traefik: Artifact = {
  summary: "A router and a service for Traefik 3",
  file,
  render(order) {
    const { name, publicPort, upstream, maxBody, bodyTimeout } = siteOf(order);
    return `# kimai-mcp ${order.version} behind Traefik 3: ${file}, taken over as soon as it is saved.
# Start the server with Traefik's address as --trusted-proxy (KIMAI_MCP_TRUSTED_PROXIES).
#
# Traefik's own configuration, /etc/traefik/traefik.yml, which it reads at its start, needs:
#
#     providers:
#       file:
#         directory: /etc/traefik/dynamic
#     entryPoints:
#       websecure:
#         address: ":${publicPort}"
#         forwardedHeaders:
#           # Only proxies before this one; what others say of a client's address is replaced.
#           trustedIPs: []
#         transport:
#           respondingTimeouts:
#             # For a request to arrive. An answer may take as long as it takes: it is a stream.
#             readTimeout: ${Math.max(60, bodyTimeout)}s
#             writeTimeout: 0s
#             idleTimeout: 75s
#     certificatesResolvers:
#       letsencrypt:
#         acme:
#           email: admin@example.com
#           storage: /etc/traefik/acme.json
#           tlsChallenge: {}

http:
  routers:
    kimai-mcp:
      rule: "Host(\`${name}\`)"
      entryPoints: [websecure]
      service: kimai-mcp
      # No buffering and no compress: events are passed on as they come. The server itself takes no body above
      # ${maxBody} bytes.
      middlewares: [kimai-mcp-headers, kimai-mcp-connections]
      tls:
        certResolver: letsencrypt

  middlewares:
    kimai-mcp-headers:
      headers:
        # Empty takes a header out: the client's address is in X-Forwarded-For alone.
        customRequestHeaders:
          Forwarded: ""
    # For each address.
    kimai-mcp-connections:
      inFlightReq:
        amount: 200
        sourceCriterion:
          ipStrategy:
            depth: 0

  services:
    kimai-mcp:
      loadBalancer:
        passHostHeader: true
        servers:
          - url: "http://${upstream}"
`;
  },
};
