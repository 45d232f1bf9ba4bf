import assert from "node:assert/strict";
import fc from "fast-check";
import { stringify } from "@decimalturn/toml-patch";
import { type Client, clientOf, clients } from "../../../src/cli/setup/clients.ts";
import {
  ConfigTextError,
  dataOf,
  entryIn,
  withEntry,
  withoutEntry,
} from "../../../src/cli/setup/config_text.ts";
import { UserError } from "../../../src/mcp/errors.ts";

const desktop = clientOf("claude-desktop")!;
const vscode = clientOf("vscode")!;
const codex = clientOf("codex")!;

const launch = {
  command: "/opt/kimai-mcp",
  args: [],
  env: { KIMAI_URL: "https://kimai.example.com" },
};

/** Names that a language, a format or a reader might take for something else. */
const names = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 8 }),
  fc.constantFrom("kimai", "kimai2", "mcpServers", "mcp_servers", "a.b", "", "constructor"),
).filter((name) => name !== "__proto__");

const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    fc.string({ unit: "grapheme", maxLength: 12 }),
    fc.integer(),
    fc.boolean(),
    fc.array(fc.string({ maxLength: 5 }), { maxLength: 3 }),
    fc.dictionary(names, tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

/** Configurations of a client, some with servers and some without. */
function configsOf({ at: [key] }: Client): fc.Arbitrary<Record<string, unknown>> {
  const others = fc.dictionary(names.filter((name) => name !== key), values, {
    maxKeys: 4,
    noNullPrototype: true,
  });
  const servers = fc.dictionary(
    names.filter((name) => name !== "kimai"),
    fc.record({ command: fc.string(), args: fc.array(fc.string()) }, { noNullPrototype: true }),
    { maxKeys: 3, minKeys: 1, noNullPrototype: true },
  );
  return fc.tuple(others, fc.option(servers, { nil: undefined }), fc.boolean()).map(
    ([data, list, isFirst]) =>
      !list ? data : isFirst ? { [key]: list, ...data } : { ...data, [key]: list },
  );
}

function textsOf(client: Client): fc.Arbitrary<string> {
  const configs = configsOf(client);
  if (client.format === "toml") return configs.map((data) => stringify(data));
  const layouts = fc.constantFrom(undefined, 1, 2, 4, "\t");
  return fc.tuple(configs, layouts, fc.constantFrom("\n", "\r\n"), fc.constantFrom("", "\ufeff"))
    .map(([data, unit, newLine, mark]) =>
      mark + JSON.stringify(data, null, unit).replaceAll("\n", newLine) + newLine
    );
}

const oneOfEach: Client[] = [desktop, vscode, codex];

for (const client of oneOfEach) {
  Deno.test(`${client.format}: a server set and taken out again leaves the text as it was`, () => {
    fc.assert(fc.property(textsOf(client), (text) => {
      const entry = client.entryOf(launch);
      const added = withEntry(text, client, "kimai", entry);
      assert.deepEqual(entryIn(added, client, "kimai"), entry);
      assert.equal(withEntry(added, client, "kimai", entry), added);
      const removed = withoutEntry(added, client, "kimai");
      assert.deepEqual(withoutEmpty(dataOf(removed, client), client), dataOf(text, client));
      if (client.at[0] in dataOf(text, client)) assert.equal(removed, text);
    }));
  });

  Deno.test(`${client.format}: whatever else a text says, it says afterwards`, () => {
    const commands = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
    fc.assert(fc.property(textsOf(client), commands, commands, (text, first, second) => {
      let changed = text;
      for (const command of [first, second]) {
        changed = withEntry(changed, client, "kimai", client.entryOf({ ...launch, command }));
        assert.equal(client.launchOf(entryIn(changed, client, "kimai"))?.command, command);
        const { [client.at[0]]: servers, ...others } = dataOf(changed, client);
        const { [client.at[0]]: were = {}, ...others0 } = dataOf(text, client);
        assert.deepEqual(others, others0);
        const { kimai: _, ...rest } = servers as Record<string, unknown>;
        assert.deepEqual(rest, were);
      }
    }));
  });

  Deno.test(`${client.format}: garbage is refused, or it was none`, () => {
    const damaged = fc.tuple(
      textsOf(client),
      fc.nat(),
      fc.nat({ max: 6 }),
      fc.string({ maxLength: 4 }),
    )
      .map(([text, at, length, put]) => {
        const from = at % (text.length + 1);
        return text.slice(0, from) + put + text.slice(from + length);
      });
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), damaged), (text) => {
        try {
          const changed = withEntry(text, client, "kimai", client.entryOf(launch));
          assert.deepEqual(entryIn(changed, client, "kimai"), client.entryOf(launch));
        } catch (error) {
          assert(error instanceof UserError, String(error));
        }
      }),
      { numRuns: 300 },
    );
  });
}

function withoutEmpty(data: Record<string, unknown>, { at: [key] }: Client): unknown {
  const { [key]: servers, ...others } = data;
  return Object.keys(servers ?? {}).length === 0 ? others : data;
}

function refusalOf(act: () => unknown): string {
  let message = "";
  assert.throws(act, (error) => {
    assert(error instanceof UserError);
    message = error.message;
    return true;
  });
  return message;
}

Deno.test("a malformed text is refused with its line and column", () => {
  const broken = '{\n  "mcpServers": {\n    "other" {}\n  }\n}\n';
  for (const act of [withoutEntry, entryIn]) {
    assert.equal(
      refusalOf(() => act(broken, desktop, "kimai")),
      "Cannot read the configuration of Claude Desktop: it is no JSON at line 3, column 13",
    );
  }
  assert.throws(() => withEntry(broken, desktop, "kimai", {}), (error) => {
    assert(error instanceof ConfigTextError);
    assert.deepEqual([error.line, error.column], [3, 13]);
    return true;
  });
  assert.equal(
    refusalOf(() => withEntry('a = 1\nb = "x\n', codex, "kimai", {})).replace(/\d+$/, "N"),
    "Cannot read the configuration of Codex: it is no TOML at line 2, column N",
  );
});

Deno.test("comments are refused where the client refuses them, with that reason", () => {
  assert.equal(
    refusalOf(() => withEntry('{\n  // mine\n  "a": 1\n}', desktop, "kimai", {})),
    "Cannot read the configuration of Claude Desktop: it is no JSON at line 2, column 3: " +
      "Claude Desktop accepts no comments and no comma after the last item there",
  );
  assert.deepEqual(dataOf('{\n  // mine\n  "a": 1,\n}', vscode), { a: 1 });
});

Deno.test("a refusal quotes nothing of the file", () => {
  for (const text of ['{"token": "s3cret" x}', 'token = "s3cret" x']) {
    for (const client of oneOfEach) {
      assert.doesNotMatch(refusalOf(() => entryIn(text, client, "kimai")), /s3cret/);
    }
  }
});

Deno.test("what is no list of servers is not replaced", () => {
  assert.equal(
    refusalOf(() => withEntry('{"mcpServers": []}', desktop, "kimai", {})),
    'Cannot change the configuration of Claude Desktop: "mcpServers" in it is no object, so mend that first',
  );
  assert.equal(
    refusalOf(() => withEntry("mcp_servers = 1", codex, "kimai", {})),
    'Cannot change the configuration of Codex: "mcp_servers" in it is no object, so mend that first',
  );
});

Deno.test("servers in one line of TOML, in dotted keys and behind a text that looks like one are kept", () => {
  const entry = codex.entryOf(launch);
  for (
    const text of [
      'mcp_servers = { other = { command = "y" } }\n',
      'mcp_servers.other.command = "y"\n[tui]\ntheme = "dark"\n',
      '[mcp_servers]\nother = { command = "y" }\n',
      'notes = """\n[mcp_servers.kimai]\n"""\n[mcp_servers.other]\ncommand = "y"\n',
    ]
  ) {
    const added = withEntry(text, codex, "kimai", entry);
    assert.deepEqual(entryIn(added, codex, "kimai"), entry);
    assert.deepEqual(entryIn(added, codex, "other"), { command: "y" });
    const removed = withoutEntry(added, codex, "kimai");
    assert.deepEqual(dataOf(removed, codex), dataOf(text, codex));
  }
});

Deno.test("a server of TOML that is there changes where it stands, with its comments", () => {
  const text = '[mcp_servers.kimai]\n# mine\ncommand = "old" # why\nstartup_timeout_sec = 30\n\n' +
    "[tui]\n";
  const changed = withEntry(text, codex, "kimai", { command: "new", startup_timeout_sec: 30 });
  assert.equal(changed, text.replace("old", "new"));
});

Deno.test("a server of TOML with other keys than before becomes a new block, and no comment of others goes", () => {
  const others = '# first\n[tui] # second\ntheme = "dark"\n\n# third\n[history]\n';
  const old =
    '[mcp_servers.kimai]\nurl = "https://example.com"\n\n[mcp_servers.kimai.env]\nA = "1"\n';
  const changed = withEntry(`${old}\n${others}`, codex, "kimai", { command: "new" });
  assert.equal(changed, `\n${others}\n[mcp_servers.kimai]\ncommand = "new"\n`);
  assert.equal(withoutEntry(changed, codex, "kimai"), `\n${others}`);
});

Deno.test("an empty file has no servers", () => {
  for (const client of clients) {
    assert.equal(entryIn("", client, "kimai"), undefined);
    assert.equal(withoutEntry("", client, "kimai"), "");
  }
});

Deno.test("a name that a client or the language would take for something else is refused", () => {
  for (const name of ["", "a b", "a.b", "__proto__", "-x", "é"]) {
    assert.match(
      refusalOf(() => withEntry("{}", desktop, name, {})),
      /^Cannot call a server ".*": a name has letters, digits, "-" and "_"/,
    );
  }
});
