/** `print nginx`: a site that hands on streams as they come, tells the client's address, and holds nobody's door open. */

import type { Artifact, PrintOrder } from "./artifact.ts";
import { inUnits, siteOf } from "./site.ts";

const file = "/etc/nginx/conf.d/kimai-mcp.conf";
const letters = { MiB: "m", KiB: "k", "": "" };

export const nginx: Artifact = {
  summary: "A site for nginx, with TLS",
  file,
  render: (order) =>
    `# kimai-mcp ${order.version} behind nginx: ${file}
# Put the certificate where ssl_certificate says, then: nginx -t && systemctl reload nginx
# Start the server with this proxy's address as --trusted-proxy (KIMAI_MCP_TRUSTED_PROXIES).

${site(order)}`,
};

function site(order: PrintOrder): string {
  const { name, publicPort, upstream, maxBody, bodyTimeout } = siteOf(order);
  const folder = `/etc/ssl/${name.replace(/[[\]]/g, "")}`;
  const [amount, unit] = inUnits(maxBody);
  return `limit_conn_zone $binary_remote_addr zone=kimai_mcp:10m;

upstream kimai_mcp {
  server ${upstream};
  keepalive 16;
}

server {
  listen ${publicPort} ssl;
  server_name ${name};
  ssl_certificate ${folder}/fullchain.pem;
  ssl_certificate_key ${folder}/privkey.pem;

  # Nobody may hold a connection by saying nothing, or hold all of them.
  client_header_timeout 10s;
  client_body_timeout ${bodyTimeout}s;
  keepalive_timeout 75s;
  limit_conn kimai_mcp 200;
  client_max_body_size ${amount}${letters[unit]};

  location / {
    proxy_pass http://kimai_mcp;
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header Host $host;

    # The client's address as nginx sees it, in place of whatever the client says.
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Real-IP "";
    proxy_set_header Forwarded "";

    # Events are passed on as they come, for as long as they come.
    proxy_buffering off;
    gzip off;
    proxy_read_timeout 1h;
  }
}
`;
}
