/** `print caddy`: a Caddyfile; Caddy gets the certificate by itself and hands on streams without being told. */

import type { Artifact } from "./artifact.ts";
import { inUnits, siteOf } from "./site.ts";

const file = "/etc/caddy/Caddyfile";

export const caddy: Artifact = {
  summary: "A Caddyfile",
  file,
  render(order) {
    const { name, publicPort, upstream, maxBody, bodyTimeout } = siteOf(order);
    const address = publicPort === 443 ? name : `${name}:${publicPort}`;
    return `# kimai-mcp ${order.version} behind Caddy: ${file}
# Caddy gets the certificate by itself, or from its own authority with "tls internal" in the site.
# Then: caddy validate --config ${file} && systemctl reload caddy
# Start the server with this proxy's address as --trusted-proxy (KIMAI_MCP_TRUSTED_PROXIES).

{
	servers {
		# Nobody may hold a connection by saying nothing.
		timeouts {
			read_header 10s
			read_body ${bodyTimeout}s
			idle 75s
		}
	}
}

${address} {
	request_body {
		max_size ${inUnits(maxBody).join("")}
	}

	# Events are passed on as they come. No flush_interval -1: with it Caddy would go on reading for a client that
	# has left, and the server would never know.
	reverse_proxy ${upstream} {
		# The client's address as Caddy sees it, in place of whatever the client says. Where another proxy stands
		# before this one, replace the first line by: trusted_proxies ITS_ADDRESS
		header_up X-Forwarded-For {remote_host}
		header_up -X-Real-IP
		header_up -Forwarded
	}
}
`;
  },
};
