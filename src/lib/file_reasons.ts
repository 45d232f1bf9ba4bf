// No test of its own: tests/lib/atomic_file_test.ts meets the reasons. By itself, because every start loads it.
/** Why a system refuses to touch a file, in our words. */

const denied = "permission denied, give access to the user that runs this";

const reasons: Record<string, string> = {
  ENOENT: "there is no such file or folder",
  EACCES: denied,
  EPERM: denied,
  EISDIR: "it is a folder",
  ENOTDIR: "a part of its path is no folder",
  ELOOP: "its links go round in a circle",
  ENOSPC: "the disk is full, make room on it",
  EDQUOT: "the disk quota is used up, make room or have it raised",
  EROFS: "the file system is read-only, name a file on one that can be written",
};

/** Why the system refused and what to do about it, in our words where it is one of the common reasons. */
export function reasonOf(error: unknown): string {
  const { code = "", message = String(error) } = error as { code?: string; message?: string };
  // Deno keeps /proc, /sys and most of /dev from programs, whatever else they may do.
  if (message.startsWith("Requires all access")) {
    return "it is a place of the system that programs are kept from, name another one";
  }
  return reasons[code] ?? message;
}
