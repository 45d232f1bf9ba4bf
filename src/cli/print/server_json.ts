/**
 * `print server-json`: the entry of a server in the MCP Registry: where its bundles are, with which checksums,
 * what they ask for, and where it is served for everybody.
 */

import { FileError, readPlainFile } from "../../lib/atomic_file.ts";
import { UserError } from "../../mcp/errors.ts";
import type { Artifact, PrintOrder } from "./artifact.ts";
import { credentialRows, productsOf } from "./credential_rows.ts";
import { publicAddress } from "./public_address.ts";

/** The form of 2025-12-11, the latest one. */
const schema = "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json";

/** Bundles of a release, with what stands for a checksum until there is one. */
const unknownSum = "0".repeat(64);
const bundles = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64", "windows-x64"]
  .map((target) => ({ name: `kimai-mcp-${target}.mcpb`, sha256: unknownSum }));

/** A bundle, as a file of checksums names it. */
export interface Bundle {
  name: string;
  /** 64 hexadecimal digits. */
  sha256: string;
}

/** Where releases come from. */
interface Repository {
  url: string;
  owner: string;
  name: string;
}

export const serverJson: Artifact = {
  summary: "Entry for the MCP Registry, with --repository and --checksums of a release",
  file: "server.json, where mcp-publisher is called",
  async render(order) {
    const { repository, checksums } = order.settings as {
      repository?: string;
      checksums?: string;
    };
    const found = checksums === undefined ? bundles : await readBundles(checksums);
    return `${JSON.stringify(entryOf(order, repositoryOf(repository), found), null, 2)}\n`;
  },
};

function entryOf(order: PrintOrder, repository: Repository, found: readonly Bundle[]) {
  const { version } = order;
  const remotes = remotesOf(order);
  return {
    $schema: schema,
    // The registry lets whoever may publish in the owner's name use this prefix.
    name: `io.github.${repository.owner}/${repository.name}`,
    title: productsOf(),
    description: `Lets an assistant work with ${productsOf()}`,
    version,
    repository: { url: repository.url, source: "github" },
    packages: found.map(({ name, sha256 }) => ({
      registryType: "mcpb",
      identifier: `${repository.url}/releases/download/v${version}/${name}`,
      version,
      fileSha256: sha256,
      transport: { type: "stdio" },
      environmentVariables: variables(),
    })),
    ...(remotes.length > 0 && { remotes }),
  };
}

function variables() {
  return credentialRows().map(({ variable, row, fallback }) => ({
    name: variable,
    description: row.help,
    isRequired: fallback === undefined,
    isSecret: row.secret === true,
    ...(fallback !== undefined && { default: fallback }),
  }));
}

/** @throws {UserError} for an address that is none for everybody */
function remotesOf(order: PrintOrder) {
  if (!order.given.has("public_url")) return [];
  const { href } = publicAddress(order);
  return [{ type: "streamable-http", url: `${href.replace(/\/$/, "")}/mcp` }];
}

/** @throws {UserError} for another host than GitHub: the registry asks it who may publish in whose name */
function repositoryOf(url = "https://github.com/OWNER/kimai-mcp"): Repository {
  const match = /^(https:\/\/github\.com\/([\w-]+)\/([\w.-]+?))(?:\.git|\/)?$/.exec(url);
  if (!match) {
    throw new UserError(
      `Cannot use "${url}" as --repository: write it like https://github.com/owner/kimai-mcp`,
    );
  }
  return { url: match[1], owner: match[2], name: match[3] };
}

/** @throws {FileError | UserError} when the file cannot be read or names no bundle */
async function readBundles(path: string): Promise<Bundle[]> {
  const found = bundlesIn(await readPlainFile(path));
  if (found.length > 0) return found;
  throw new FileError(`Cannot use "${path}" as --checksums: there is no line of an .mcpb in it`);
}

/** The bundles of a file like `sha256sum` writes it: sum, blank, blank or asterisk, name. */
export function bundlesIn(text: string): Bundle[] {
  return text.split("\n").flatMap((line) => {
    const [, sha256, name] = /^([0-9a-f]{64}) [ *](?:.*\/)?([^/\s]+\.mcpb)\r?$/i.exec(line) ?? [];
    return sha256 && name ? [{ name, sha256: sha256.toLowerCase() }] : [];
  });
}
