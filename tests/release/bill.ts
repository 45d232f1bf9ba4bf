/**
 * The software bill of materials: CycloneDX 1.6 as JSON. The same program always has the same bill, so lists keep the
 * order of the graph: the library would sort them by the language of whoever runs it.
 */

import { createHash } from "node:crypto";
import * as Enums from "@cyclonedx/cyclonedx-library/Enums";
import * as Models from "@cyclonedx/cyclonedx-library/Models";
import * as Serialize from "@cyclonedx/cyclonedx-library/Serialize";
import * as Spec from "@cyclonedx/cyclonedx-library/Spec";
import { isSupportedSpdxId } from "@cyclonedx/cyclonedx-library/SPDX";
import config from "../../deno.json" with { type: "json" };
import type { Graph, Module, Package } from "./graph.ts";

export interface BillOrder {
  graph: Graph;
  /** The SHA-256 of each module by its path, in hexadecimal. */
  hashes: ReadonlyMap<string, string>;
  /** The version of Deno, whose runtime is in the executable. */
  deno: string;
  /** When the program was written, not when the bill was. */
  time?: Date;
}

/** The bill's text. */
export function createBill({ graph, hashes, deno, time }: BillOrder): string {
  const components = new Map<string, Models.Component>();
  const runtime = runtimeOf(deno);
  components.set("deno", runtime);
  for (const each of graph.packages) components.set(each.id, packageOf(each));
  for (const each of graph.modules) components.set(each.path, moduleOf(each, hashes));
  for (const { id, dependencies } of graph.packages) connect(components, id, dependencies);
  for (const { path, imports } of graph.modules) connect(components, path, imports);
  const program = programOf();
  program.dependencies.add(components.get("src/main.ts")!.bomRef);
  program.dependencies.add(runtime.bomRef);
  const bill = new Models.Bom({
    metadata: new Models.Metadata({ component: program, timestamp: time }),
    components: new Models.ComponentRepository(components.values()),
  });
  bill.serialNumber = serialNumberOf(serialize(bill));
  return `${serialize(bill)}\n`;
}

function serialize(bill: Models.Bom): string {
  const factory = new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6);
  return new Serialize.JsonSerializer(factory).serialize(bill, { space: 2 });
}

function connect(
  components: Map<string, Models.Component>,
  name: string,
  dependencies: readonly string[],
): void {
  for (const dependency of dependencies) {
    components.get(name)!.dependencies.add(components.get(dependency)!.bomRef);
  }
}

function programOf(): Models.Component {
  const { version, license } = config;
  const purl = `pkg:generic/kimai-mcp@${version}`;
  return new Models.Component(Enums.ComponentType.Application, "kimai-mcp", {
    ...{ bomRef: purl, version, purl },
    licenses: new Models.LicenseRepository([licenseOf(license)]),
  });
}

function runtimeOf(version: string): Models.Component {
  const purl = `pkg:github/denoland/deno@v${version}`;
  return new Models.Component(Enums.ComponentType.Platform, "deno", {
    ...{ bomRef: purl, version, purl },
    licenses: new Models.LicenseRepository([licenseOf("MIT")]),
  });
}

/** A package that is installed for several peers is one component for each. */
function packageOf({ id, name, version, license, sha512 }: Package): Models.Component {
  const [, group, bare] = /^(?:(@[^/]+)\/)?(.+)$/.exec(name)!;
  const scope = group === undefined ? "" : `${encodeURIComponent(group)}/`;
  return new Models.Component(Enums.ComponentType.Library, bare, {
    ...{ bomRef: `npm:${id}`, group, version, purl: `pkg:npm/${scope}${bare}@${version}` },
    licenses: new Models.LicenseRepository(license ? [licenseOf(license)] : []),
    hashes: new Models.HashDictionary([[Enums.HashAlgorithm["SHA-512"], sha512]]),
  });
}

function moduleOf({ path }: Module, hashes: ReadonlyMap<string, string>): Models.Component {
  return new Models.Component(Enums.ComponentType.File, path, {
    bomRef: path,
    hashes: new Models.HashDictionary([[Enums.HashAlgorithm["SHA-256"], hashes.get(path)!]]),
  });
}

function licenseOf(text: string): Models.License {
  if (isSupportedSpdxId(text)) return new Models.SpdxLicense(text);
  if (/ (?:AND|OR|WITH) /.test(text)) return new Models.LicenseExpression(text);
  return new Models.NamedLicense(text);
}

/** A UUID of version 8 (RFC 9562, 5.8) from the bill itself: other bill, other number. */
function serialNumberOf(text: string): string {
  const hash = createHash("sha256").update(text).digest("hex");
  const variant = "89ab"[parseInt(hash[16], 16) % 4];
  const parts = [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `${variant}${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ];
  return `urn:uuid:${parts.join("-")}`;
}
