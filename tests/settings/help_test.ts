import assert from "node:assert/strict";
import { coreSettings } from "../../src/settings/core.ts";
import { helpText, settingsTable } from "../../src/settings/help.ts";
import { flag, integer, type SettingRows, text } from "../../src/settings/table.ts";

const rows = {
  kimai_url: { type: text(), placeholder: "URL", help: "Where Kimai is" },
  kimai_token: {
    type: text(),
    env: "KIMAI_API_TOKEN",
    secret: true,
    placeholder: "TOKEN",
    help: "API token of the account to work with",
  },
  kimai_user: {
    type: text(),
    env: "KIMAI_DEFAULT_USER",
    help: "Unused",
    deprecated: "it is ignored, the token says who you are",
  },
  color: { type: flag(true), help: "Color" },
  demo: coreSettings.demo,
  log_level: coreSettings.log_level,
  help: coreSettings.help,
  version: coreSettings.version,
  port: { type: integer({ default: 8000 }), only: "http", help: "Port to listen on" },
} satisfies SettingRows;

const help = {
  name: "kimai-mcp",
  version: "0.1.0",
  summary: "MCP server for Kimai",
  commands: { "call TOOL [JSON]": "Call one tool and print its answer", tools: "List the tools" },
  rows,
};

Deno.test("help has commands, settings, the HTTP server's settings and deprecated ones, aligned", () => {
  assert.equal(
    helpText(help),
    `kimai-mcp 0.1.0
MCP server for Kimai

Usage: kimai-mcp [command] [settings]

Commands:
  call TOOL [JSON]         Call one tool and print its answer
  tools                    List the tools

Settings:
      --kimai-url URL      Where Kimai is [KIMAI_URL]
      --kimai-token TOKEN  API token of the account to work with [KIMAI_API_TOKEN; or a file:
                           --kimai-token-file FILE, KIMAI_API_TOKEN_FILE]
      --[no-]color         Color [COLOR; default true]
      --demo               Use the embedded Kimai instead of a URL [KIMAI_MCP_DEMO]
      --log-level LEVEL    Write log lines of this level and above to stderr
                           [KIMAI_MCP_LOG_LEVEL, MCP_LOG_LEVEL, LOG_LEVEL; debug, info, warning
                           or error; default info]
  -h, --help               Show this help and exit
  -V, --version            Show the version and exit

Settings of the HTTP server:
      --port N             Port to listen on [PORT; default 8000]

Deprecated:
      --kimai-user TEXT    it is ignored, the token says who you are [KIMAI_DEFAULT_USER]

A flag counts more than a variable, and that more than a line in .env.
kimai-mcp COMMAND --help tells the settings of a command.
`,
  );
});

Deno.test("help of one command has its own settings and says where the others are", () => {
  assert.equal(
    helpText({
      ...help,
      summary: "Look",
      commands: {},
      usage: "look [AT]",
      rows: { demo: coreSettings.demo },
    }),
    `kimai-mcp 0.1.0
Look

Usage: kimai-mcp look [AT] [settings]

Settings:
      --demo  Use the embedded Kimai instead of a URL [KIMAI_MCP_DEMO]

A flag counts more than a variable, and that more than a line in .env.
The settings of the server count as well: kimai-mcp --help lists them.
`,
  );
});

Deno.test("help of a command says what its first word may be, unless the usage has the words", () => {
  const linesOf = (usage: string, ...words: string[]) =>
    helpText({ ...help, commands: {}, usage, words }).split("\n");
  assert(linesOf("call TOOL [JSON]", "find", "timer").includes("TOOL is one of find or timer."));
  const shown = linesOf("users add|list [NAME]", "add", "list");
  assert(!shown.some((line) => line.includes("is one of")));
});

Deno.test("help without commands and groups leaves their headings out", () => {
  assert.equal(
    helpText({ ...help, commands: {}, rows: { demo: coreSettings.demo } }),
    `kimai-mcp 0.1.0
MCP server for Kimai

Usage: kimai-mcp [settings]

Settings:
      --demo  Use the embedded Kimai instead of a URL [KIMAI_MCP_DEMO]

A flag counts more than a variable, and that more than a line in .env.
`,
  );
});

Deno.test("no line of help is longer than 96 columns", () => {
  const long = { ...rows, wide: { type: text(), help: "word ".repeat(99).trim() } };
  const lines = helpText({ ...help, summary: "word ".repeat(99), rows: long }).split("\n");
  assert.equal(lines.every((line) => line.length <= 96), true);
  assert.equal(lines.join(" ").match(/\bword\b/g)?.length, 198);
});

Deno.test("README's table has a row for each setting, padded as deno fmt does", () => {
  assert.equal(
    settingsTable(rows),
    `| Flag                  | Variable                                            | Default | Meaning                                                                                                        |
| --------------------- | --------------------------------------------------- | ------- | -------------------------------------------------------------------------------------------------------------- |
| \`--kimai-url URL\`     | \`KIMAI_URL\`                                         |         | Where Kimai is                                                                                                 |
| \`--kimai-token TOKEN\` | \`KIMAI_API_TOKEN\`                                   |         | API token of the account to work with (or a file with it: \`--kimai-token-file FILE\` or \`KIMAI_API_TOKEN_FILE\`) |
| \`--kimai-user TEXT\`   | \`KIMAI_DEFAULT_USER\`                                |         | Deprecated: it is ignored, the token says who you are                                                          |
| \`--[no-]color\`        | \`COLOR\`                                             | \`true\`  | Color                                                                                                          |
| \`--demo\`              | \`KIMAI_MCP_DEMO\`                                    |         | Use the embedded Kimai instead of a URL                                                                        |
| \`--log-level LEVEL\`   | \`KIMAI_MCP_LOG_LEVEL\`, \`MCP_LOG_LEVEL\`, \`LOG_LEVEL\` | \`info\`  | Write log lines of this level and above to stderr (debug, info, warning or error)                              |
| \`-h, --help\`          |                                                     |         | Show this help and exit                                                                                        |
| \`-V, --version\`       |                                                     |         | Show the version and exit                                                                                      |
| \`--port N\`            | \`PORT\`                                              | \`8000\`  | Port to listen on                                                                                              |`,
  );
});

Deno.test("a bar in a cell does not end it", () => {
  const table = settingsTable({ a: { type: text(), placeholder: "x|y", help: "x or y" } });
  assert.equal(table.split("\n")[2], "| `--a x\\|y` | `A`      |         | x or y  |");
});
