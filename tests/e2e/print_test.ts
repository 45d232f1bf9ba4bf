import assert from "node:assert/strict";
import { parse } from "yaml";
import config from "../../deno.json" with { type: "json" };
import { artifacts } from "../../src/cli/print.ts";
import { createFolder } from "../support/folder.ts";
import { PATH, programTest } from "../support/installed.ts";
import { program, run } from "../support/program.ts";
import { checkSite, nginxTest } from "./nginx.ts";

/** What the started program prints. */
async function printed(
  what: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<string> {
  const { code, stdout, stderr } = await run(program(["print", what, ...args], env));
  assert.equal(code, 0, stderr);
  return stdout;
}

/** Runs a program of the system in a folder that has these files. */
async function check(command: string, args: string[], files: Record<string, string>) {
  await using folder = await createFolder();
  for (const [name, text] of Object.entries(files)) {
    await Deno.writeTextFile(`${folder.path}/${name}`, text);
  }
  const options = { args, env: { PATH, NO_COLOR: "1" }, cwd: folder.path };
  const { code, stdout, stderr } = await new Deno.Command(command, options).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, out, err };
}

Deno.test("the program prints every file, for this version, and says on stderr where it belongs", async () => {
  for (const [name, load] of Object.entries(artifacts)) {
    const { code, stdout, stderr } = await run(program(["print", name]));
    assert.equal(code, 0, stderr);
    // A client's configuration has no place for the version of a server.
    if (name !== "claude-desktop") assert(stdout.includes(config.version), name);
    assert.equal(stderr, `It belongs in ${(await load()).file}\n`);
  }
});

Deno.test("settings arrive from flags and variables, and no secret leaves them", async () => {
  const secret = "Zx9-given-secret";
  const args = ["--public-url=https://time.example.org", `--kimai-token=${secret}`];
  const env = { MCP_PORT: "9000", MCP_SERVER_TOKEN: secret };
  const text = await printed("systemd", args, env);
  assert.match(text, /^Environment="KIMAI_MCP_PUBLIC_URL=https:\/\/time\.example\.org"$/m);
  assert.match(text, /^Environment="MCP_PORT=9000"$/m);
  assert.match(text, /^LoadCredential=server_token:/m);
  for (const name of Object.keys(artifacts)) {
    assert.equal((await printed(name, args, env)).includes(secret), false, name);
  }
});

Deno.test("a word that nobody knows ends with 2", async () => {
  const { code, stdout, stderr } = await run(program(["print", "compos"]));
  assert.deepEqual([code, stdout], [2, ""]);
  assert.equal(stderr, `Cannot print "compos": did you mean compose?\n`);
});

const unitSettings: string[][] = [
  [],
  [
    "--public-url=https://time.example.org",
    "--port=443",
    "--server-token=s3cret",
    "--audit=trail.jsonl",
    '--ssl-verify=/home/anna/my "own" 100% $CA\\file\';#.pem',
  ],
];

for (const [index, args] of unitSettings.entries()) {
  const which = index === 0 ? "without settings" : "with many settings";
  programTest(
    ["systemd-analyze"],
    `systemd finds nothing wrong with the unit ${which}, and little that it may do`,
    async () => {
      const text = await printed("systemd", args);
      // Only that a program is there is not what is asked.
      const unit = text.replaceAll("/usr/local/bin/kimai-mcp --http", "/bin/true");
      const files = { "kimai-mcp-server.service": unit };
      const verify = ["verify", "--man=no", "./kimai-mcp-server.service"];
      assert.deepEqual(await check("systemd-analyze", verify, files), {
        code: 0,
        out: "",
        err: "",
      });
      const score = [
        "security",
        "--offline=true",
        "--no-pager",
        "--threshold=30",
        "./kimai-mcp-server.service",
      ];
      const { code, out, err } = await check("systemd-analyze", score, files);
      assert.equal(code, 0, `${out}${err}`);
    },
  );
}

/** The file as docker-compose reads it, with this `.env` beside it. */
async function composed(args: readonly string[], dotenv = "") {
  const files = {
    "docker-compose.yml": await printed("compose", args),
    ".env": dotenv,
  };
  const { code, out, err } = await check("docker-compose", ["config"], files);
  assert.equal(code, 0, err);
  assert.equal(err, "");
  return parse(out).services["kimai-mcp-server"];
}

programTest(
  ["docker-compose"],
  "docker-compose reads the file, and an older .env with it",
  async () => {
    const dotenv = [
      "KIMAI_URL=https://kimai.example.com",
      "KIMAI_MCP_PUBLIC_URL=https://mcp.example.com",
      "SERVER_PORT=8001",
    ].join("\n");
    const { ports, environment, read_only, healthcheck } = await composed([], dotenv);
    assert.deepEqual(ports, [{ published: 8001, target: 8000 }]);
    assert.equal(environment.KIMAI_URL, "https://kimai.example.com");
    assert.equal(environment.KIMAI_MCP_PUBLIC_URL, "https://mcp.example.com");
    assert.equal(environment.KIMAI_API_TOKEN, "");
    assert.equal(read_only, true);
    assert.deepEqual(healthcheck.test, ["CMD", "/usr/local/bin/kimai-mcp", "health"]);
  },
);

programTest(["docker-compose"], "docker-compose hands a value on as it was given", async () => {
  const value = '/srv/my "own" 100% ${HOME} $CA\\file\';#.pem';
  const { environment, secrets } = await composed([
    `--ssl-verify=${value}`,
    "--server-token=s3cret",
  ]);
  // Its output can be its input again, so a dollar sign is still doubled.
  assert.equal(environment.KIMAI_SSL_VERIFY.replaceAll("$$", "$"), value);
  assert.equal(environment.MCP_SERVER_TOKEN_FILE, "/run/secrets/server_token");
  assert.deepEqual(secrets, [{ source: "server_token" }]);
});

nginxTest("nginx finds nothing wrong with the site for other settings", async () => {
  const args = ["--public-url=https://[::1]:8443", "--host=::1", "--max-body=1025"];
  const { success, said } = await checkSite(await printed("nginx", args));
  assert(success, said);
});
