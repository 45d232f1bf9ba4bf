import assert from "node:assert/strict";
import { Version } from "@cyclonedx/cyclonedx-library/Spec";
import { JsonStrictValidator } from "@cyclonedx/cyclonedx-library/Validation";
import config from "../../deno.json" with { type: "json" };
import { createBill } from "./bill.ts";
import { billOfMaterials } from "./bill_file.ts";
import { type Graph, readGraph } from "./graph.ts";

interface Component {
  "bom-ref": string;
  type: string;
  group?: string;
  name: string;
  version?: string;
  purl?: string;
  licenses?: { license?: { id?: string; name?: string }; expression?: string }[];
  hashes?: { alg: string; content: string }[];
}

interface Bill {
  serialNumber: string;
  metadata: { timestamp?: string; component: Component };
  components: Component[];
  dependencies: { ref: string; dependsOn?: string[] }[];
}

const graph = await readGraph();
const text = await billOfMaterials();
const bill: Bill = JSON.parse(text);

const small: Graph = {
  modules: [{ path: "src/main.ts", imports: ["@a/b@1.0.0"] }],
  packages: [
    {
      id: "@a/b@1.0.0",
      name: "@a/b",
      version: "1.0.0",
      license: "MIT",
      sha512: "0".repeat(128),
      dependencies: ["c@2.0.0"],
    },
    {
      id: "c@2.0.0",
      name: "c",
      version: "2.0.0",
      license: "(MIT OR Apache-2.0)",
      sha512: "0".repeat(128),
      dependencies: [],
    },
  ],
};
const order = { graph: small, hashes: new Map([["src/main.ts", "0".repeat(64)]]), deno: "2.9.6" };

Deno.test("the bill is what CycloneDX 1.6 allows, strictly", async () => {
  const validator = new JsonStrictValidator(Version.v1dot6);
  assert.equal(await validator.validate(text), null);
});

Deno.test("the bill names every package that the program can reach, with version, license and hash", () => {
  const libraries = bill.components.filter(({ type }) => type === "library");
  const names = libraries.map(({ group, name }) => group ? `${group}/${name}` : name);
  assert.deepEqual(names.sort(), graph.packages.map(({ name }) => name).sort());
  for (const name of ["@modelcontextprotocol/server", "hono", "zod"]) assert(names.includes(name));
  for (const { name, version, purl, licenses, hashes } of libraries) {
    assert.match(purl!, new RegExp(`^pkg:npm/(%40[\\w-]+/)?${name}@${version}$`));
    assert(licenses?.length, `${name} has no license`);
    assert.match(hashes?.[0].content ?? "", /^[0-9a-f]{128}$/, name);
  }
});

Deno.test("the bill names every module of ours, and the runtime", () => {
  const files = bill.components.filter(({ type }) => type === "file").map(({ name }) => name);
  assert.deepEqual(files, graph.modules.map(({ path }) => path));
  for (const file of ["deno.json", "src/main.ts", "src/oauth/token.ts"]) {
    assert(files.includes(file));
  }
  const runtime = bill.components.find(({ name }) => name === "deno");
  assert.equal(runtime?.version, Deno.version.deno);
});

Deno.test("nothing that only tests need is in the bill", () => {
  const names = bill.components.map(({ name }) => name);
  const tests = ["playwright-core", "fast-check", "yaml", "kubernetes-models", "cyclonedx-library"];
  assert.deepEqual(names.filter((name) => tests.includes(name) || name.startsWith("tests/")), []);
  // The client of the same authors is a package of its own.
  assert(!bill.components.some(({ purl }) => purl?.includes("modelcontextprotocol/client")));
});

Deno.test("every package of the bill hangs on the program, by way of what needs it", () => {
  const needs = new Map(bill.dependencies.map(({ ref, dependsOn = [] }) => [ref, dependsOn]));
  const reached = new Set<string>();
  const visit = (ref: string) => {
    if (reached.has(ref)) return;
    reached.add(ref);
    needs.get(ref)?.forEach(visit);
  };
  const { component } = bill.metadata;
  visit(component["bom-ref"]);
  assert.deepEqual(bill.components.filter((each) => !reached.has(each["bom-ref"])), []);
  assert.equal(component.version, config.version);
});

Deno.test("the same program has the same bill, in the same order in every language", () => {
  const hashes = new Map(graph.modules.map(({ path }) => [path, "0".repeat(64)]));
  assert.equal(createBill({ ...order, graph, hashes }), createBill({ ...order, graph, hashes }));
  const names = bill.components.filter(({ type }) => type === "file").map(({ name }) => name);
  assert.deepEqual(names, names.toSorted());
});

Deno.test("another program has another serial number", () => {
  const numberOf = (deno: string): string =>
    JSON.parse(createBill({ ...order, deno })).serialNumber;
  assert.match(
    numberOf("2.9.6"),
    /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  assert.equal(numberOf("2.9.6"), numberOf("2.9.6"));
  assert.notEqual(numberOf("2.9.6"), numberOf("2.9.7"));
});

Deno.test("licenses are SPDX identifiers, expressions, or what the author wrote", () => {
  const licensesOf = (license: string) => {
    const packages = [{ ...small.packages[1], license }];
    const modules = [{ path: "src/main.ts", imports: ["c@2.0.0"] }];
    const { components }: Bill = JSON.parse(
      createBill({ ...order, graph: { modules, packages } }),
    );
    return components.find(({ name }) => name === "c")!.licenses;
  };
  assert.deepEqual(licensesOf("ISC"), [{ license: { id: "ISC" } }]);
  assert.deepEqual(licensesOf("(MIT OR CC0-1.0)"), [{ expression: "(MIT OR CC0-1.0)" }]);
  assert.deepEqual(licensesOf("See LICENSE"), [{ license: { name: "See LICENSE" } }]);
});

Deno.test("a time that is given is the bill's", () => {
  const timeOf = (time?: Date) => JSON.parse(createBill({ ...order, time })).metadata.timestamp;
  assert.equal(timeOf(new Date("2026-01-02T03:04:05Z")), "2026-01-02T03:04:05.000Z");
  assert.equal(timeOf(undefined), undefined);
});
