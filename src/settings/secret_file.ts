/** A secret in a file of its own: who else may have access to it, and what is said where it cannot be used. */

import { reasonOf } from "../lib/file_reasons.ts";

/** What is needed of the file system. */
export interface SecretFiles {
  readTextFile(path: string): Promise<string>;
  /** Links followed. `mode` and `uid` are null where files have none. */
  stat(path: string): Promise<{ mode: number | null; uid: number | null }>;
  /** What a link points to; rejects for what is no link. */
  readLink(path: string): Promise<string>;
  /** Windows: a mode says nothing about who may read. */
  windows: boolean;
}

/** The file cannot be used. The message is a sentence without the secret. */
export class SecretFileError extends Error {}

/**
 * Reads the secret, trimmed. The file is for its owner alone; one of root may be open to its group for reading,
 * because that is how Kubernetes hands secrets to a program that is not root (PostgreSQL has the same rule for
 * its keys). A link is followed, and what it points to counts.
 * @param label the setting's names, for the sentence
 * @throws {SecretFileError}
 */
export async function readSecretFile(
  files: SecretFiles,
  path: string,
  label: string,
): Promise<string> {
  try {
    const secret = await files.readTextFile(path);
    const { mode, uid } = await files.stat(path);
    if (!files.windows && mode !== null && isOpen(mode, uid)) {
      throw await cannot("use", openness(path, mode, uid));
    }
    return secret.trim();
  } catch (error) {
    throw error instanceof SecretFileError ? error : await cannot("read", reasonOf(error));
  }

  async function cannot(verb: string, why: string): Promise<SecretFileError> {
    const target = await files.readLink(path).catch(() => undefined);
    const link = target === undefined ? "" : `, a link to ${JSON.stringify(target)},`;
    return new SecretFileError(
      `Cannot ${verb} the file ${JSON.stringify(path)}${link} of ${label}: ${why}`,
    );
  }
}

function isOpen(mode: number, uid: number | null): boolean {
  return (mode & (uid === 0 ? 0o037 : 0o077)) !== 0;
}

function openness(path: string, mode: number, uid: number | null): string {
  const octal = (mode & 0o777).toString(8).padStart(4, "0");
  const rule =
    "a secret is for its file's owner alone, and for the group only to read a file of root";
  const forGroup = uid === 0 ? " (640 for its group; in Kubernetes defaultMode: 0440)" : "";
  return `its mode ${octal} lets others in, but ${rule}: run chmod 600 ${
    JSON.stringify(path)
  }${forGroup}`;
}
