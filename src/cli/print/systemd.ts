/** `print systemd`: a unit in which the server can read its configuration, write its state, and nothing else. */

import type { Artifact, PrintOrder } from "./artifact.ts";
import { productsOf } from "./credential_rows.ts";
import { addCommand, givenVariables, lastPart, secretVariables } from "./variables.ts";

const service = "kimai-mcp-server";
const folder = "/etc/kimai-mcp";
const group = "kimai-mcp-config";
const unit = `/etc/systemd/system/${service}.service`;

/** What the server writes goes where the unit lets it; everything else is configuration. */
const written: Record<string, string> = {
  oauth_state_file: "%S/kimai-mcp",
  audit: "%L/kimai-mcp",
};

/** An assignment: what comes out of the specifiers that are ours, and a text in which there are none. */
interface Assignment {
  variable: string;
  folder?: string;
  text: string;
}

/** A variable as the unit sets it: systemd.exec, "Environment=", with systemd.syntax's quotes and escapes. */
function environmentLine({ variable, folder: before, text }: Assignment): string {
  const escaped = text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("%", "%%");
  return `Environment="${variable}=${before ? `${before}/` : ""}${escaped}"`;
}

function environmentOf(order: PrintOrder): string[] {
  const { given } = order;
  const place = (key: string, path: string) =>
    path.startsWith("/") ? path : `${folder}/${lastPart(path) ?? key}`;
  const decided = new Set(["http", "oauth_state_file", ...(writesTrail(order) ? ["audit"] : [])]);
  const assignments: Assignment[] = givenVariables(order, place, decided)
    .map(([variable, text]) => ({ variable, text }));
  const accounts = given.has("users_config") || order.explicit.has("server_token") ? [] : [
    { variable: "USERS_CONFIG_FILE", text: `${folder}/users.json` },
  ];
  const inFolder = (key: string, variable: string, fallback: string) => ({
    variable,
    folder: written[key],
    text: lastPart(given.get(key) ?? "") ?? fallback,
  });
  const writable = [
    inFolder("oauth_state_file", "KIMAI_MCP_OAUTH_STATE_FILE", "oauth-state.json"),
    ...(writesTrail(order) ? [inFolder("audit", "KIMAI_MCP_AUDIT", "audit.jsonl")] : []),
  ];
  return [...accounts, ...assignments, ...writable].map(environmentLine);
}

/** Whether calls that write are written to a file, and not to the log. */
function writesTrail({ given }: PrintOrder): boolean {
  return !["log", "off", undefined].includes(given.get("audit"));
}

function credentialLines(order: PrintOrder): string[] {
  return secretVariables(order).flatMap(({ key, fileVariable, isGiven }) => {
    const mark = isGiven ? "" : "#";
    return [
      `${mark}LoadCredential=${key}:${folder}/${key}`,
      `${mark}Environment="${fileVariable}=%d/${key}"`,
    ];
  });
}

/** Ports below 1024 take a capability, which means nothing in a user namespace. */
function privilegeLines({ settings }: PrintOrder): string[] {
  const port = settings.port as number;
  return port > 0 && port < 1024
    ? [
      "# For the port, which is below 1024.",
      "CapabilityBoundingSet=CAP_NET_BIND_SERVICE",
      "AmbientCapabilities=CAP_NET_BIND_SERVICE",
    ]
    : ["CapabilityBoundingSet=", "PrivateUsers=yes"];
}

/** Homes are out of sight unless a setting names a file in one. */
function homeLine({ given }: PrintOrder): string {
  const isAtHome = [...given.values()].some((text) => /^\/(?:home|root|run\/user)\//.test(text));
  return `ProtectHome=${isAtHome ? "read-only" : "yes"}`;
}

export const systemd: Artifact = {
  summary: "A hardened service for systemd 250 or newer",
  file: unit,
  render: (order) =>
    `# kimai-mcp ${order.version} as a service, for systemd 250 or newer: ${unit}
#
# Once, as root, with the program in /usr/local/bin:
#   groupadd --system ${group}
#   install -d -m 2750 -g ${group} ${folder}
#   ${addCommand(`${folder}/users.json`)}
#   chmod 640 ${folder}/users.json
#   systemctl daemon-reload
#   systemctl enable --now ${service}
#
# The service's user is there only while it runs and owns nothing outside of /var/lib/kimai-mcp. What is in
# ${folder} belongs to root and is read through the group: edit users.json there, or with "kimai-mcp users",
# which keeps its group and mode; the server takes changes over within seconds, or on systemctl reload. (As a
# credential it would be a copy, made at the start.) Secrets, which nobody edits, are credentials below.
# Other settings can stand here, or in ${folder}/.env with mode 640; "kimai-mcp print env" lists them.

[Unit]
Description=MCP server for ${productsOf()}
After=network-online.target
Wants=network-online.target
StartLimitIntervalSec=60
StartLimitBurst=5

[Service]
ExecStart=/usr/local/bin/kimai-mcp --http
ExecReload=/bin/kill -HUP $MAINPID
WorkingDirectory=${folder}
Restart=on-failure
RestartSec=2
# Settings that cannot be understood do not get better by trying again.
RestartPreventExitStatus=2
# Calls under way have ten seconds to end in.
TimeoutStopSec=20

${environmentOf(order).join("\n")}

# Each in a file of its own that only root reads (chmod 600). Taken over at the start.
${credentialLines(order).join("\n")}

DynamicUser=yes
SupplementaryGroups=${group}
StateDirectory=kimai-mcp
StateDirectoryMode=0700
${writesTrail(order) ? "LogsDirectory=kimai-mcp\nLogsDirectoryMode=0700\n" : ""}UMask=0077
LimitNOFILE=65536
TasksMax=256
MemoryMax=1G

${privilegeLines(order).join("\n")}
NoNewPrivileges=yes
${homeLine(order)}
ProtectSystem=strict
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProcSubset=pid
PrivateDevices=yes
DevicePolicy=closed
PrivateTmp=yes
KeyringMode=private
LockPersonality=yes
RemoveIPC=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallErrorNumber=EPERM
SystemCallFilter=@system-service pkey_alloc pkey_free pkey_mprotect
SystemCallFilter=~@privileged @resources
# No MemoryDenyWriteExecute: the JavaScript engine compiles to machine code while it runs.

[Install]
WantedBy=multi-user.target
`,
};
