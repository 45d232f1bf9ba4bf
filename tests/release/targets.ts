/** The platforms that a release has executables for. */

import type { Platform } from "../../src/cli/print/mcpb_manifest.ts";

export interface Target {
  /** As release files are called: `linux-x64`. */
  name: string;
  /** As `deno compile --target` has it. */
  triple: string;
  platform: Platform;
  /** What the names of executables end with. */
  suffix: "" | ".exe";
}

export const targets: readonly Target[] = [
  { name: "linux-x64", triple: "x86_64-unknown-linux-gnu", platform: "linux", suffix: "" },
  { name: "linux-arm64", triple: "aarch64-unknown-linux-gnu", platform: "linux", suffix: "" },
  { name: "darwin-x64", triple: "x86_64-apple-darwin", platform: "darwin", suffix: "" },
  { name: "darwin-arm64", triple: "aarch64-apple-darwin", platform: "darwin", suffix: "" },
  { name: "windows-x64", triple: "x86_64-pc-windows-msvc", platform: "win32", suffix: ".exe" },
];

/** The target that this process runs on, if there is one. */
export const ownTarget = targets.find(({ triple }) => triple === Deno.build.target);

/** The release file with a target's executable. */
export function executableOf({ name, suffix }: Target): string {
  return `kimai-mcp-${name}${suffix}`;
}

/** The release file with a target's bundle. */
export function bundleOf({ name }: Target): string {
  return `kimai-mcp-${name}.mcpb`;
}
