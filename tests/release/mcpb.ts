/** Bundles that hosts like Claude Desktop install with a click: a zip file with a manifest and the executable. */

import { join } from "node:path";
import config from "../../deno.json" with { type: "json" };
import { mcpbManifest } from "../../src/cli/print/mcpb_manifest.ts";
import { connectors } from "../../src/connectors/mod.ts";
import { createFolder } from "../support/folder.ts";
import { execute, npx } from "./command.ts";
import type { Target } from "./targets.ts";

/** The packer of those who made the format; it keeps the mode of each file, except on Windows. */
const packer = [npx, "--yes", "@anthropic-ai/mcpb@2.1.2"];

/** The manifest of a target's bundle. */
export async function manifestOf({ platform }: Target) {
  const tools = await Promise.all(connectors.map((connector) => connector.definitions()));
  return mcpbManifest({ version: config.version, platform, tools: tools.flat() });
}

/**
 * Packs a target's executable, after the packer has approved of the manifest.
 * @throws {CommandError}
 */
export async function packBundle(target: Target, executable: string, out: string): Promise<void> {
  await using folder = await createFolder();
  const manifest = await manifestOf(target);
  const path = (name: string) => join(folder.path, name);
  await Deno.mkdir(path("server"));
  await Deno.copyFile(executable, path(manifest.server.entry_point));
  // An executable that was up- and downloaded on its way here has lost its mode.
  if (Deno.build.os !== "windows") await Deno.chmod(path(manifest.server.entry_point), 0o755);
  await Deno.copyFile(new URL("../../LICENSE", import.meta.url), path("LICENSE"));
  await Deno.writeTextFile(path("manifest.json"), JSON.stringify(manifest, null, 2));
  await execute([...packer, "validate", path("manifest.json")]);
  await execute([...packer, "pack", folder.path, out]);
}

/**
 * Unpacks a bundle as a host does, with the modes of its files.
 * @throws {CommandError}
 */
export async function unpackBundle(file: string, folder: string): Promise<void> {
  await execute([...packer, "unpack", file, folder]);
}
