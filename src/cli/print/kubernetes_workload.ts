// No test of its own: tests/cli/print/kubernetes_test.ts reads all documents.
/** The documents of Kubernetes that run the server, keep its state, and let people reach it and it reach upstreams. */

/** What they depend on. */
export interface Place {
  version: string;
  /** The public host name. */
  host: string;
  /** The container's. */
  port: number;
  /** Bytes of a request's body, at the most. */
  maxBody: number;
  /** Where upstreams may listen. */
  ports: readonly number[];
}

/** Folders in the container. */
export const places = { secrets: "/etc/kimai-mcp", state: "/data" };

/** Seconds from the signal to the end: calls under way have 10, their answers 2 more. */
const grace = 20;

/** In the order in which they are applied. */
export function workload(place: Place): string[] {
  return [claim(), deployment(place), service(), ingress(place), networkPolicy(place)];
}

function claim(): string {
  return `# Who is signed in, so that nobody has to do it again after a restart.
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: kimai-mcp
  labels:
    app.kubernetes.io/name: kimai-mcp
spec:
  accessModes: [ReadWriteOnce]
  resources:
    requests:
      storage: 100Mi
`;
}

function deployment({ version, port }: Place): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: kimai-mcp
  labels:
    app.kubernetes.io/name: kimai-mcp
    app.kubernetes.io/version: "${version}"
spec:
  # One, replaced by taking it away first: sessions live in the process, and the file of the sign-ins belongs to
  # one process at a time.
  replicas: 1
  strategy:
    type: Recreate
  selector:
    matchLabels:
      app.kubernetes.io/name: kimai-mcp
  template:
    metadata:
      labels:
        app.kubernetes.io/name: kimai-mcp
        app.kubernetes.io/version: "${version}"
    spec:
      automountServiceAccountToken: false
      # Variables about services would begin like ours.
      enableServiceLinks: false
      terminationGracePeriodSeconds: ${grace}
      securityContext:
        runAsNonRoot: true
        # The image's own.
        runAsUser: 1000
        runAsGroup: 1000
        # The group that may read the Secret's files and write the volume.
        fsGroup: 1000
        fsGroupChangePolicy: OnRootMismatch
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: kimai-mcp
          # As your registry calls it.
          image: kimai-mcp:${version}
          ports:
            - name: http
              containerPort: ${port}
          envFrom:
            - configMapRef:
                name: kimai-mcp
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop: [ALL]
          resources:
            requests:
              cpu: 500m
              memory: 256Mi
            limits:
              cpu: "2"
              memory: 1Gi
          # The server answers for its own names only, and a probe would name the pod's address.
          startupProbe:
${asking("/health")}
            periodSeconds: 1
            failureThreshold: 30
          livenessProbe:
${asking("/health")}
            periodSeconds: 30
            timeoutSeconds: 3
            failureThreshold: 3
          readinessProbe:
${asking("/ready")}
            periodSeconds: 5
            timeoutSeconds: 3
          volumeMounts:
            - name: secrets
              mountPath: ${places.secrets}
              readOnly: true
            - name: state
              mountPath: ${places.state}
            - name: tmp
              mountPath: /tmp
      volumes:
        - name: secrets
          secret:
            secretName: kimai-mcp
            # 0440 in octal: root's, and readable for the group above.
            defaultMode: 288
        - name: state
          persistentVolumeClaim:
            claimName: kimai-mcp
        - name: tmp
          emptyDir:
            sizeLimit: 64Mi
`;
}

function asking(path: string): string {
  return `            httpGet:
              path: ${path}
              port: http
              httpHeaders:
                - name: Host
                  value: localhost`;
}

function service(): string {
  return `apiVersion: v1
kind: Service
metadata:
  name: kimai-mcp
  labels:
    app.kubernetes.io/name: kimai-mcp
spec:
  selector:
    app.kubernetes.io/name: kimai-mcp
  ports:
    - name: http
      port: 80
      targetPort: http
`;
}

function ingress({ host, maxBody }: Place): string {
  return `# Written for ingress-nginx; another controller needs the same by its own means: answers passed on as they
# come, for an hour at least, and the client's address in X-Forwarded-For.
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: kimai-mcp
  labels:
    app.kubernetes.io/name: kimai-mcp
  annotations:
    nginx.ingress.kubernetes.io/proxy-buffering: "off"
    nginx.ingress.kubernetes.io/proxy-http-version: "1.1"
    nginx.ingress.kubernetes.io/proxy-read-timeout: "3600"
    nginx.ingress.kubernetes.io/proxy-send-timeout: "3600"
    nginx.ingress.kubernetes.io/proxy-body-size: "${maxBody}"
    # Where cert-manager makes certificates:
    # cert-manager.io/cluster-issuer: letsencrypt
spec:
  ingressClassName: nginx
  tls:
    - hosts: ["${host}"]
      secretName: kimai-mcp-tls
  rules:
    - host: "${host}"
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: kimai-mcp
                port:
                  name: http
`;
}

function networkPolicy({ ports }: Place): string {
  const upstreams = ports.map((port) => `        - protocol: TCP\n          port: ${port}\n`);
  return `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: kimai-mcp
  labels:
    app.kubernetes.io/name: kimai-mcp
spec:
  podSelector:
    matchLabels:
      app.kubernetes.io/name: kimai-mcp
  policyTypes: [Ingress, Egress]
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: ingress-nginx
          podSelector:
            matchLabels:
              app.kubernetes.io/name: ingress-nginx
      ports:
        - protocol: TCP
          port: http
  egress:
    # Names.
    - ports:
        - protocol: UDP
          port: 53
        - protocol: TCP
          port: 53
    # What the server works with, and clients that are named by the address of a document.
    - ports:
${upstreams.join("")}`;
}
