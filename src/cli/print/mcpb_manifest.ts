/**
 * `print mcpb-manifest`: the manifest of an MCPB bundle, which a host like Claude Desktop opens with a click: what
 * it shows before it installs the server, what it asks the person for, and how it starts it.
 */

import config from "../../../deno.json" with { type: "json" };
import { definitionOf } from "../../mcp/catalogue.ts";
import { coreSettings } from "../../settings/core.ts";
import { namesOf } from "../../settings/table.ts";
import type { Artifact } from "./artifact.ts";
import { type CredentialRow, credentialRows, labelOf, productsOf } from "./credential_rows.ts";

/** A system, as Node.js and so the manifest spell it. */
export type Platform = "linux" | "darwin" | "win32";

export interface ManifestOptions {
  version: string;
  /** The one that the bundle's executable is for. */
  platform: Platform;
  tools: readonly { name: string; description: string }[];
}

/** One question of the host's form; `required` keeps the server off until it is answered. */
interface UserOption {
  type: "string" | "boolean";
  title: string;
  description: string;
  required: boolean;
  sensitive?: true;
  default?: string | boolean;
}

/**
 * The manifest for a bundle with the executable at `server/kimai-mcp`, on Windows with `.exe`. It follows version
 * 0.3 of the manifest, the oldest one with all that is used here.
 */
export function mcpbManifest({ version, platform, tools }: ManifestOptions) {
  const executable = `server/kimai-mcp${platform === "win32" ? ".exe" : ""}`;
  const questions = questionsOf();
  const products = productsOf();
  return {
    manifest_version: "0.3",
    name: "kimai-mcp",
    display_name: products,
    version,
    description: `Lets an assistant work with ${products}`,
    author: { name: "The kimai-mcp authors" },
    license: config.license,
    keywords: ["mcp", ...products.toLowerCase().split(", ")],
    server: {
      type: "binary" as const,
      entry_point: executable,
      mcp_config: {
        command: `\${__dirname}/${executable}`,
        args: [] as string[],
        env: Object.fromEntries(
          questions.map(({ key, variable }) => [variable, `\${user_config.${key}}`]),
        ),
      },
    },
    tools: tools.map(({ name, description }) => ({ name, description })),
    compatibility: { platforms: [platform] },
    user_config: Object.fromEntries(questions.map(({ key, option }) => [key, option])),
  };
}

interface Question {
  key: string;
  variable: string;
  option: UserOption;
}

/**
 * Every option that may be left empty has a default: for one without, Claude Desktop hands its own placeholder
 * `${user_config.x}` over as if it were the value (modelcontextprotocol/mcpb#250).
 */
function questionsOf(): Question[] {
  const { read_only: row } = coreSettings;
  const readOnly: Question = {
    key: "read_only",
    variable: namesOf("read_only", row).variable!,
    option: {
      type: "boolean",
      title: labelOf("read_only"),
      description: row.help,
      required: false,
      default: false,
    },
  };
  return [...credentialRows().map(questionOf), readOnly];
}

function questionOf({ key, row, label, variable, fallback }: CredentialRow): Question {
  const option: UserOption = {
    type: "string",
    title: label,
    description: row.help,
    required: fallback === undefined,
    ...(row.secret && { sensitive: true as const }),
    ...(fallback !== undefined && { default: fallback }),
  };
  return { key, variable, option };
}

const platforms: Partial<Record<typeof Deno.build.os, Platform>> = {
  darwin: "darwin",
  windows: "win32",
};

export const manifest: Artifact = {
  summary: "Manifest of a bundle for hosts that install servers with a click",
  file: "manifest.json of an .mcpb bundle for this system",
  async render({ version, catalogue }) {
    const tools = (await catalogue()).offers.map(definitionOf);
    const platform = platforms[Deno.build.os] ?? "linux";
    return `${JSON.stringify(mcpbManifest({ version, platform, tools }), null, 2)}\n`;
  },
};
