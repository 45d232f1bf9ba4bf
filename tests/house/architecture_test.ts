import assert from "node:assert/strict";

/**
 * Who may import whom: folders (or single files) of `src/` on the left, what they may import on the right,
 * besides themselves. The first row that fits a file counts.
 */
const mayImport: [from: RegExp, to: string[]][] = [
  [/^lib\//, []],
  [/^mcp\//, ["lib/"]],
  [/^settings\//, ["lib/"]],
  [/^connectors\/connector\.ts$/, ["mcp/", "settings/", "lib/"]],
  [/^connectors\/mod\.ts$/, ["connectors/"]],
  [/^connectors\/\w+\/demo\//, ["lib/"]],
  [/^connectors\/(\w+)\//, ["connectors/connector.ts", "mcp/", "settings/", "lib/"]],
  [/^accounts\//, ["connectors/connector.ts", "lib/"]],
  [/^oauth\//, ["accounts/", "lib/"]],
  [/^http\//, ["oauth/", "accounts/", "mcp/", "lib/"]],
  [/^stdio\.ts$/, ["mcp/", "lib/"]],
  [/^cli\//, [
    "accounts/",
    "composition.ts",
    "connectors/",
    "http/",
    "lib/",
    "mcp/",
    "oauth/",
    "settings/",
    "stdio.ts",
  ]],
  [/^composition\.ts$/, ["connectors/", "lib/", "mcp/", "settings/"]],
  [/^sign_in\.ts$/, [
    "accounts/",
    "connectors/connector.ts",
    "lib/",
    "mcp/",
    "oauth/",
    "settings/",
  ]],
  [/^hosting\.ts$/, [
    "accounts/",
    "composition.ts",
    "connectors/",
    "http/",
    "lib/",
    "mcp/",
    "settings/",
    "sign_in.ts",
  ]],
  [/^main\.ts$/, [""]],
];

interface Module {
  specifier: string;
  dependencies?: {
    specifier: string;
    code?: { specifier: string };
    type?: { specifier: string };
  }[];
}

async function importsOfSource(): Promise<{ from: string; to: string }[]> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "src/main.ts"],
  }).output();
  const root = new URL("../../src/", import.meta.url).href;
  const { modules } = JSON.parse(new TextDecoder().decode(stdout)) as { modules: Module[] };
  return modules.filter(({ specifier }) => specifier.startsWith(root)).flatMap((module) =>
    (module.dependencies ?? []).flatMap(({ code, type }) => {
      const target = (code ?? type)?.specifier ?? "";
      return target.startsWith(root)
        ? [{ from: module.specifier.slice(root.length), to: target.slice(root.length) }]
        : [];
    })
  );
}

/** Who may open an embedded upstream: its connector, and the command that serves it by itself. */
const opensDemo = /^(connectors\/\w+\/mod|cli\/demo_kimai)\.ts$/;

/** A connector's own folder; a `demo` is a folder of its own, which the connector's door may open. */
function isAllowed(from: string, to: string): boolean {
  const row = mayImport.find(([pattern]) => pattern.test(from));
  if (!row) return false;
  const home = row[0].exec(from)![0];
  if (!from.includes("/demo/") && to.includes("/demo/")) return opensDemo.test(from);
  return (home.endsWith("/") && to.startsWith(home)) ||
    row[1].some((allowed) => to.startsWith(allowed));
}

Deno.test("files import only what their place in the house allows", async () => {
  const imports = await importsOfSource();
  assert(imports.length > 50, "the import graph was not read");
  const wrong = imports.filter(({ from, to }) => !isAllowed(from, to));
  assert.deepEqual(wrong, []);
});

Deno.test("nothing imports main.ts", async () => {
  const imports = await importsOfSource();
  assert.deepEqual(imports.filter(({ to }) => to === "main.ts"), []);
});

Deno.test("the table refuses what it should", () => {
  const refused = [
    ["mcp/errors.ts", "connectors/kimai/mod.ts"],
    ["lib/log.ts", "mcp/errors.ts"],
    ["connectors/kimai/api.ts", "connectors/openproject/api.ts"],
    ["connectors/kimai/api.ts", "http/app.ts"],
    ["connectors/kimai/demo/mod.ts", "connectors/kimai/api.ts"],
    ["connectors/kimai/tools/timer.ts", "connectors/kimai/demo/mod.ts"],
    ["new/file.ts", "lib/log.ts"],
  ];
  for (const [from, to] of refused) assert.equal(isAllowed(from, to), false, `${from} -> ${to}`);
  assert.equal(isAllowed("connectors/kimai/mod.ts", "connectors/kimai/demo/mod.ts"), true);
});
