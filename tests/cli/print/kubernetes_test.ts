import assert from "node:assert/strict";
import fc from "fast-check";
import { Deployment } from "kubernetes-models/apps/v1/Deployment";
import { Ingress } from "kubernetes-models/networking.k8s.io/v1/Ingress";
import { NetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import { ConfigMap } from "kubernetes-models/v1/ConfigMap";
import { PersistentVolumeClaim } from "kubernetes-models/v1/PersistentVolumeClaim";
import { Secret } from "kubernetes-models/v1/Secret";
import { Service } from "kubernetes-models/v1/Service";
import { parseAllDocuments } from "yaml";
import { parseUsers } from "../../../src/accounts/users_file.ts";
import { kubernetes } from "../../../src/cli/print/kubernetes.ts";
import { connectors } from "../../../src/connectors/mod.ts";
import { httpSettings } from "../../../src/settings/http.ts";
import { printOrder } from "./support.ts";

/** In the order in which they are applied: what is used comes before what uses it. */
const models = {
  Secret,
  ConfigMap,
  PersistentVolumeClaim,
  Deployment,
  Service,
  Ingress,
  NetworkPolicy,
};
type Documents = { [K in keyof typeof models]: InstanceType<typeof models[K]> };

/** The documents by kind, each held to the schema of its kind. */
async function documentsFor(args: string[] = []): Promise<Documents> {
  const text = await kubernetes.render(await printOrder(args));
  // kubectl reads YAML 1.1, most else 1.2: nothing may mean two things.
  const [old, young] = (["1.1", "1.2"] as const).map((version) =>
    parseAllDocuments(text, { version }).map((document) => {
      assert.deepEqual(document.errors, []);
      return document.toJS();
    })
  );
  assert.deepEqual(old, young);
  assert.deepEqual(young.map(({ kind }) => kind), Object.keys(models));
  const checked = young.map((document) => {
    const model = new models[document.kind as keyof typeof models](document);
    assert.equal(model.apiVersion, document.apiVersion);
    model.validate();
    return [document.kind, model];
  });
  return Object.fromEntries(checked);
}

function containerOf({ Deployment: { spec } }: Documents) {
  return spec!.template.spec!.containers[0];
}

Deno.test("every document is one of its kind, with and without settings", async () => {
  await documentsFor();
  await documentsFor([
    "--public-url=https://mcp.acme.example",
    "--port=9000",
    "--kimai-url=http://kimai.acme.example:8001",
    "--server-token=a-secret-token",
    "--oauth-clients=clients.json",
    "--audit=/var/log/audit.jsonl",
    "--kimai-week-hours=8,8,8,8,6,0,0",
  ]);
});

Deno.test("names, ports and labels of the documents agree with each other", async () => {
  const documents = await documentsFor(["--port=9000"]);
  const { Deployment: { spec }, Service: service, Ingress: ingress } = documents;
  const container = containerOf(documents);
  const pod = spec!.template;
  assert.deepEqual(pod.metadata!.labels!["app.kubernetes.io/name"], "kimai-mcp");
  const selector = { "app.kubernetes.io/name": "kimai-mcp" };
  assert.deepEqual(spec!.selector.matchLabels, selector);
  assert.deepEqual(service.spec!.selector, selector);
  assert.deepEqual(documents.NetworkPolicy.spec!.podSelector!.matchLabels, selector);
  assert.deepEqual(container.ports, [{ name: "http", containerPort: 9000 }]);
  assert.equal(documents.ConfigMap.data!.MCP_PORT, "9000");
  assert.deepEqual(service.spec!.ports, [{ name: "http", port: 80, targetPort: "http" }]);
  const [path] = ingress.spec!.rules![0].http!.paths;
  assert.equal(path.backend.service!.name, service.metadata!.name);
  assert.deepEqual(path.backend.service!.port, { name: "http" });
  assert.deepEqual(documents.NetworkPolicy.spec!.ingress![0].ports, [
    { protocol: "TCP", port: "http" },
  ]);
  assert.equal(container.envFrom![0].configMapRef!.name, documents.ConfigMap.metadata!.name);
  const [secrets, state] = pod.spec!.volumes!;
  assert.equal(secrets.secret!.secretName, documents.Secret.metadata!.name);
  assert.equal(
    state.persistentVolumeClaim!.claimName,
    documents.PersistentVolumeClaim.metadata!.name,
  );
});

Deno.test("the container has no more rights than it needs", async () => {
  const documents = await documentsFor();
  const pod = documents.Deployment.spec!.template.spec!;
  const dockerfile = await Deno.readTextFile(new URL("../../../Dockerfile", import.meta.url));
  const [, user, group] = /^USER (\d+):(\d+)$/m.exec(dockerfile)!;
  assert.deepEqual(pod.securityContext, {
    runAsNonRoot: true,
    runAsUser: Number(user),
    runAsGroup: Number(group),
    fsGroup: Number(group),
    fsGroupChangePolicy: "OnRootMismatch",
    seccompProfile: { type: "RuntimeDefault" },
  });
  assert.deepEqual(containerOf(documents).securityContext, {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
  });
  assert.equal(pod.automountServiceAccountToken, false);
  assert.equal(pod.volumes![0].secret!.defaultMode, 0o440);
  assert.deepEqual(containerOf(documents).resources, {
    requests: { cpu: "500m", memory: "256Mi" },
    limits: { cpu: "2", memory: "1Gi" },
  });
});

Deno.test("every folder that a variable names is mounted, and files of the Secret are in it", async () => {
  const documents = await documentsFor(["--server-token=x", "--users-config=u", "--audit=a"]);
  const mounts = containerOf(documents).volumeMounts!.map(({ mountPath }) => mountPath);
  const paths = Object.values(documents.ConfigMap.data!).filter((value) => /^\/[a-z]/.test(value));
  assert.deepEqual(paths.toSorted(), [
    "/data/a",
    "/data/oauth_state.json",
    "/etc/kimai-mcp/server-token",
    "/etc/kimai-mcp/users.json",
  ]);
  for (const path of paths) {
    assert(mounts.includes(path.replace(/\/[^/]+$/, "")), path);
    const [, file] = /^\/etc\/kimai-mcp\/(.+)$/.exec(path) ?? [];
    if (file) assert(Object.hasOwn(documents.Secret.stringData!, file), file);
  }
});

Deno.test("a pod has the time to end that the server takes", async () => {
  const { Deployment: { spec } } = await documentsFor();
  const source = await Deno.readTextFile(new URL("../../../src/hosting.ts", import.meta.url));
  const seconds = ["drain", "flush"].map((name) =>
    Number(new RegExp(`^const ${name} = ([\\d_]+);`, "m").exec(source)![1].replace("_", "")) / 1000
  );
  assert(spec!.template.spec!.terminationGracePeriodSeconds! > seconds[0] + seconds[1]);
  assert.deepEqual([spec!.replicas, spec!.strategy], [1, { type: "Recreate" }]);
});

Deno.test("the host of the public URL is the Ingress's, with TLS and streams that are not held up", async () => {
  const { Ingress: ingress, ConfigMap: { data } } = await documentsFor([
    "--public-url=https://mcp.acme.example/",
    "--max-body=65536",
  ]);
  assert.equal(data!.KIMAI_MCP_PUBLIC_URL, "https://mcp.acme.example");
  assert.equal(ingress.spec!.rules![0].host, "mcp.acme.example");
  assert.deepEqual(ingress.spec!.tls, [{
    hosts: ["mcp.acme.example"],
    secretName: "kimai-mcp-tls",
  }]);
  const prefix = "nginx.ingress.kubernetes.io/proxy-";
  assert.deepEqual(ingress.metadata!.annotations, {
    [`${prefix}buffering`]: "off",
    [`${prefix}http-version`]: "1.1",
    [`${prefix}read-timeout`]: "3600",
    [`${prefix}send-timeout`]: "3600",
    [`${prefix}body-size`]: "65536",
  });
});

Deno.test("what somebody gave arrives as it was written, and secrets do not", async () => {
  const documents = await documentsFor([
    "--kimai-week-hours=8,8,8,8,6,0,0",
    "--trusted-proxy=10.1.0.0/16",
    "--log-level=warn",
    "--metrics-token=m-e-t-r-i-c-s",
    "--kimai-token=t-o-k-e-n",
    "--server-token=s-e-r-v-e-r",
  ]);
  assert.deepEqual({ ...documents.ConfigMap.data }, {
    KIMAI_MCP_TRUSTED_PROXIES: "10.1.0.0/16",
    KIMAI_MCP_HTTP: "true",
    MCP_HOST: "0.0.0.0",
    MCP_PORT: "8000",
    KIMAI_MCP_PUBLIC_URL: "https://mcp.example.com",
    KIMAI_MCP_OAUTH_STATE_FILE: "/data/oauth_state.json",
    KIMAI_WEEK_HOURS: "8,8,8,8,6,0,0",
    KIMAI_MCP_LOG_LEVEL: "warn",
    KIMAI_API_TOKEN_FILE: "/etc/kimai-mcp/kimai-token",
    MCP_SERVER_TOKEN_FILE: "/etc/kimai-mcp/server-token",
    KIMAI_MCP_METRICS_TOKEN_FILE: "/etc/kimai-mcp/metrics-token",
  });
  assert.doesNotMatch(JSON.stringify(documents), /(?:-[a-z]){4}/);
});

Deno.test("nobody gets in with what the Secret says before it is filled in", async () => {
  const { Secret: { stringData } } = await documentsFor(["--users-config=u", "--server-token=x"]);
  const credentials = connectors.map((connector) => connector.credentials);
  const { accounts, problems } = parseUsers(stringData!["users.json"], credentials);
  assert.deepEqual([accounts, problems], [[], []]);
  const { type } = httpSettings.server_token;
  assert.equal(type.safeParse(stringData!["server-token"]).success, false);
});

Deno.test("the server may reach names, https, and the port of its upstream", async () => {
  const { NetworkPolicy: { spec } } = await documentsFor(["--kimai-url=http://kimai:8001"]);
  const ports = spec!.egress!.flatMap(({ ports }) => ports!);
  assert.deepEqual(ports.map(({ protocol, port }) => `${protocol} ${port}`), [
    "UDP 53",
    "TCP 53",
    "TCP 443",
    "TCP 8001",
  ]);
});

Deno.test("an address that no Ingress can have is refused", async () => {
  const attempts = {
    "https://192.0.2.1": /give a name that everybody can reach/,
    "https://[2001:db8::1]": /give a name that everybody can reach/,
    "http://localhost:8000": /give a name that everybody can reach/,
    "https://acme.example/kimai": /serves a whole name/,
    "http://acme.example": /it must be https/,
  };
  for (const [url, reason] of Object.entries(attempts)) {
    const order = await printOrder([`--public-url=${url}`]);
    await assert.rejects(async () => await kubernetes.render(order), reason);
  }
});

Deno.test("whatever a value is, it arrives as it is and nothing else changes", async () => {
  const plain = await documentsFor(["--ssl-verify=/ca.pem"]);
  // deno-lint-ignore no-control-regex
  const unprintable = /^\s|\s$|[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|^$/;
  const value = fc.string({ unit: "grapheme" }).filter((text) => !unprintable.test(text));
  const nasty = fc.constantFrom('"', "'", "\\", "$(id)", "`id`", "${X}", "a: b # c", "---", "/a b");
  await fc.assert(
    fc.asyncProperty(fc.oneof(value, nasty), async (text) => {
      const { ConfigMap: { data }, ...others } = await documentsFor([`--ssl-verify=${text}`]);
      assert.equal(data!.KIMAI_SSL_VERIFY, text);
      assert.deepEqual({ ...data, KIMAI_SSL_VERIFY: "" }, {
        ...plain.ConfigMap.data,
        KIMAI_SSL_VERIFY: "",
      });
      assert.deepEqual(others.Deployment, plain.Deployment);
    }),
    { numRuns: 30 },
  );
});
