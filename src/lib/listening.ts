/** What is said when an address cannot be listened on. */

/** A sentence that says why and what to do. */
export function describeNotListening(
  error: unknown,
  { host, port }: { host: string; port: number },
): string {
  return `Cannot listen on ${host}, port ${port}: ${reasonOf(error, port)}`;
}

/** Lower ports are for root, unless the system was told otherwise. */
const firstFree = 1024;

function reasonOf(error: unknown, port: number): string {
  const { AddrInUse, AddrNotAvailable, PermissionDenied } = Deno.errors;
  if (error instanceof AddrInUse) {
    return "something else listens there, choose another --port, or 0 for any that is free";
  }
  if (error instanceof PermissionDenied) {
    return port < firstFree
      ? `ports below ${firstFree} are for root, choose a higher --port such as 8000 and put a proxy before it`
      : "permission denied, choose another --port";
  }
  if (error instanceof AddrNotAvailable) {
    return "this machine has no such address, choose another --host, 127.0.0.1 for this machine alone or 0.0.0.0 for all";
  }
  const message = error instanceof Error ? error.message : String(error);
  return isUnknownName(message)
    ? "nobody knows that name, choose an address as --host, 127.0.0.1 for this machine alone or 0.0.0.0 for all"
    : message;
}

/** The system's resolver has no error of its own in Deno. */
function isUnknownName(message: string): boolean {
  return /lookup|getaddrinfo|not known|No such host/i.test(message);
}
