import assert from "node:assert/strict";
import { join } from "node:path";
import type { Start } from "../support/clients.ts";
import { createFolder } from "../support/folder.ts";
import { type Finished, program, run, Running } from "../support/program.ts";
import { insideOf, noSandbox, sandboxed } from "./bubblewrap.ts";
import { newRuntimeTest } from "./runtime.ts";
import { serveHttp, serverToken } from "./ways.ts";

const secret = "hush-hush-0123456789";
const letIn = { MCP_SERVER_TOKEN: serverToken };

/** A sentence on stderr, capital first and without full stop, and the exit code; no secret and no trace. */
function assertSaid({ code, stderr }: Finished, expected: { code: number; says: RegExp }): void {
  assert.equal(code, expected.code, stderr);
  const [line, ...more] = stderr.trimEnd().split("\n");
  assert.deepEqual(more, [], stderr);
  assert.match(line, expected.says);
  assert.match(line, /^(?:[A-Z]|--).*[^.]$/);
  assert(!stderr.includes(secret), stderr);
}

interface Case {
  args?: string[];
  env?: Record<string, string>;
  /** Files by name, in a folder that is named FOLDER in arguments and variables. */
  files?: Record<string, { text: string; mode?: number } | { link: string }>;
  code: number;
  says: RegExp;
}

const tokenFile = { env: { KIMAI_API_TOKEN_FILE: "FOLDER/token" } };
const users = { args: ["--http", "--port=0", "--users-config=FOLDER/users.json"] };
const entry = (rest = "") =>
  `{\n  "anna": {"kimai_url": "https://kimai.test", "kimai_token": "${secret}"${rest}\n}\n`;

const cases: Record<string, Case> = {
  "a flag with a slip of the pen and a secret after it": {
    args: ["--kimai-tokn", secret],
    code: 2,
    says: /^Unknown flag --kimai-tokn: did you mean --kimai-token\?$/,
  },
  "the same within one word": {
    args: ["tools", `--kimai-tokn=${secret}`],
    code: 2,
    says: /^Unknown flag --kimai-tokn: did you mean --kimai-token\?$/,
  },
  "a command with a slip of the pen": {
    args: ["tols"],
    code: 2,
    says: /^Unknown command "tols": did you mean tools\?$/,
  },
  "a command named like a part of JavaScript": {
    args: ["constructor"],
    code: 2,
    says: /^Unknown command "constructor": choose one of call, /,
  },
  "a secret file that is not there": {
    ...tokenFile,
    code: 1,
    says:
      /^Cannot read the file ".*token" of --kimai-token-file \(KIMAI_API_TOKEN_FILE\): there is no such file/,
  },
  "a secret file that everybody can read": {
    ...tokenFile,
    files: { token: { text: secret, mode: 0o644 } },
    code: 1,
    says: /its mode 0644 lets others in, .*: run chmod 600 ".*token"/,
  },
  "a link to a secret file that everybody can read": {
    ...tokenFile,
    files: { token: { link: "open" }, open: { text: secret, mode: 0o644 } },
    code: 1,
    says: /token", a link to "open", of .* its mode 0644 lets others in/,
  },
  "a link to nowhere in place of a secret file": {
    ...tokenFile,
    files: { token: { link: "nowhere" } },
    code: 1,
    // The other is what an older runtime makes of it.
    says: /token", a link to "nowhere", of .*: (?:there is no such file|its links go round)/,
  },
  "links in a circle in place of a secret file": {
    ...tokenFile,
    files: { token: { link: "other" }, other: { link: "token" } },
    code: 1,
    says: /token", a link to "other", of .*: its links go round in a circle$/,
  },
  "a users.json with a comma too many": {
    ...users,
    files: { "users.json": { text: entry("},") } },
    code: 1,
    says: /^Cannot use .*users\.json: it is not JSON, take out the comma before line 3, column 1$/,
  },
  "a users.json that is cut off": {
    ...users,
    files: { "users.json": { text: entry() } },
    code: 1,
    says: /^Cannot use .*users\.json: it is not JSON, something is wrong at line 4, column 1$/,
  },
  "users add to a users.json with a comma too many": {
    args: ["users", "add", "ben", "--users-config=FOLDER/users.json"],
    env: { KIMAI_URL: "https://kimai.test", KIMAI_API_TOKEN: secret },
    files: { "users.json": { text: entry("},") } },
    code: 1,
    // An older runtime cannot lock files.
    says: /take out the comma before line 3, column 1$|^Cannot lock /,
  },
  "users add to a link to nowhere": {
    args: ["users", "add", "ben", "--users-config=FOLDER/users.json"],
    env: { KIMAI_URL: "https://kimai.test", KIMAI_API_TOKEN: secret },
    files: { "users.json": { link: "gone.json" } },
    code: 1,
    says: /^Cannot lock ".*users\.json": it is a link to "gone\.json", which is not there$/,
  },
  "a public URL without https": {
    args: ["--http", "--port=0", "--public-url=http://mcp.example.com"],
    env: letIn,
    code: 1,
    says: /as --public-url \(KIMAI_MCP_PUBLIC_URL\): it must be https/,
  },
  "an address of another machine to listen on": {
    args: ["--http", "--port=0", "--host=192.0.2.7"],
    env: letIn,
    code: 1,
    says:
      /^Cannot listen on 192\.0\.2\.7, port 0: this machine has no such address, choose another --host/,
  },
  "a name that nobody knows to listen on": {
    args: ["--http", "--port=0", "--host=nowhere.invalid"],
    env: letIn,
    code: 1,
    says: /^Cannot listen on nowhere\.invalid, port 0: nobody knows that name, choose an address/,
  },
  "an audit file in a folder that is not there": {
    args: ["--audit=FOLDER/no/audit.log"],
    code: 1,
    says: /^Cannot write the audit trail to ".*audit\.log": there is no such file or folder$/,
  },
  "an audit file that is a folder": {
    args: ["--audit=FOLDER"],
    code: 1,
    says: /^Cannot write the audit trail to ".*": it is a folder$/,
  },
  "a shell that is not known": {
    args: ["completions", "tcsh"],
    code: 2,
    says: /^Cannot complete for "tcsh": write bash, zsh or fish$/,
  },
};

const isWindows = Deno.build.os === "windows";

/** A test of what only some systems have; it is skipped elsewhere, and says so. */
function testWhere(has: boolean, what: string, name: string, fn: () => Promise<void>): void {
  Deno.test({ name: has ? name : `${name} (skipped: no ${what})`, ignore: !has, fn });
}

for (const [name, { args = [], env = {}, files, code, says }] of Object.entries(cases)) {
  const title = `${name}: one sentence, exit code ${code}`;
  testWhere(!files || !isWindows, "modes and links", title, async () => {
    await using folder = await createFolder();
    for (const [file, made] of Object.entries(files ?? {})) {
      await make(join(folder.path, file), made);
    }
    const there = (text: string) => text.replaceAll("FOLDER", folder.path);
    const variables = Object.entries(env).map(([name, value]) => [name, there(value)]);
    const start = program(args.map(there), Object.fromEntries(variables));
    const finished = await run(start);
    assertSaid(finished, { code, says });
    assert.equal(finished.stdout, "");
  });
}

async function make(path: string, made: NonNullable<Case["files"]>[string]): Promise<void> {
  if ("link" in made) return await Deno.symlink(made.link, path);
  await Deno.writeTextFile(path, made.text);
  await Deno.chmod(path, made.mode ?? 0o600);
}

/** The same command with its words as a shell's `"$@"`. */
function within(script: string, { command, args, ...rest }: Start): Start {
  return { command: "bash", args: ["-c", script, "bash", command, ...args], ...rest };
}

testWhere(!isWindows, "bash", "a reader that has gone is no trouble", async () => {
  for (const args of [["tools"], ["--help"], ["completions", "fish"]]) {
    const { stdout, stderr } = await run(
      within('"$@" | true; echo ${PIPESTATUS[0]}', program(args)),
    );
    assert.deepEqual([stdout, stderr], ["0\n", ""]);
  }
});

const hasFull = Deno.build.os === "linux";

testWhere(hasFull, "/dev/full", "an answer that finds no room is told", async () => {
  const finished = await run(within('"$@" > /dev/full', program(["tools"])));
  assertSaid(finished, {
    code: 1,
    says: /^Cannot write to stdout: the disk is full, make room on it$/,
  });
});

/** The program where everything can be seen and nothing written, but for a folder of a few bytes. */
function confined(script: string, start: Start, folder: string, size?: number): Start {
  const shell = within(script, start);
  const own = { source: folder, target: folder };
  const confinement = sandboxed({
    mounts: [{ source: "/", target: "/" }, ...(size === undefined ? [own] : [])],
    memory: size === undefined ? [] : [{ target: folder, size }],
    command: [shell.command, ...shell.args],
    env: { ...shell.env, FOLDER: folder },
    folder: shell.cwd ?? "/",
    user: { uid: Deno.uid() ?? 0, gid: Deno.gid() ?? 0 },
  });
  return { ...shell, ...confinement };
}

const page = 4096;

/** Fills a page of the folder with somebody else's file, and says at the end what is there. */
const whenFull =
  'head -c 4096 /dev/zero > "$FOLDER/filler"; "$@"; code=$?; ls -A "$FOLDER"; exit $code';

const inOwnFolder = (fn: (folder: string) => Promise<void>) => async () => {
  await using folder = await createFolder();
  await fn(folder.path);
};

function confinedTest(name: string, fn: (folder: string) => Promise<void>): void {
  testWhere(noSandbox === undefined, `sandbox, ${noSandbox}`, name, inOwnFolder(fn));
}

/** One for which the program has to lock a file. */
function confinedLockingTest(name: string, fn: (folder: string) => Promise<void>): void {
  newRuntimeTest(name, inOwnFolder(fn), { without: noSandbox });
}

const adding = (folder: string, name = "anna") => {
  const env = { KIMAI_URL: "https://kimai.test", KIMAI_API_TOKEN: secret };
  return program(["users", "add", name, `--users-config=${folder}/users.json`], env);
};

confinedLockingTest(
  "users add on a full disk: one sentence, and nothing of it stays",
  async (folder) => {
    const finished = await run(confined(whenFull, adding(folder), folder, page));
    const says = /^Cannot write ".*users\.json": the disk is full, make room on it$/;
    assertSaid(finished, { code: 1, says });
    assert.equal(finished.stdout, ".users.json.lock\nfiller\n");
  },
);

confinedLockingTest(
  "users add on a disk that fills up: the accounts that were there stay",
  async (folder) => {
    const twice = '"$@" >&2 && "${@/anna/ben}"; code=$?; cat "$FOLDER/users.json"; exit $code';
    const finished = await run(confined(twice, adding(folder), folder, page));
    assert.equal(finished.code, 1, finished.stderr);
    assert.match(
      finished.stderr,
      /Cannot write ".*users\.json": the disk is full, make room on it\n$/,
    );
    assert.deepEqual(Object.keys(JSON.parse(finished.stdout)), ["anna"]);
  },
);

confinedTest("users add on a read-only disk: one sentence", async (folder) => {
  const finished = await run(confined('"$@"', adding(folder), folder));
  const says = /^Cannot lock ".*users\.json": the file system is read-only, name a file on one/;
  assertSaid(finished, { code: 1, says });
});

confinedTest("a state file on a read-only disk: serving does not begin", async (folder) => {
  const start = program(
    ["--http", "--port=0", "--demo", "--log-level=error", `--oauth-state-file=${folder}/state`],
  );
  const says = /^Cannot lock ".*state": the file system is read-only, name a file on one/;
  assertSaid(await run(confined('"$@"', start, folder)), { code: 1, says });
});

confinedLockingTest(
  "a state file on a full disk: serving begins, the log says what is lost, nothing half is there",
  async (folder) => {
    const start = program(
      ["--http", "--port=0", "--demo", "--log-level=error", `--oauth-state-file=${folder}/state`],
    );
    const script =
      'head -c 4096 /dev/zero > "$FOLDER/filler"; trap \'kill -TERM $!\' TERM; "$@" & wait $!; wait $!; ls -A "$FOLDER"';
    await using running = new Running(confined(script, start, folder, page));
    await running.until(() => running.stderr.includes("\n") || undefined);
    Deno.kill(await insideOf(running.pid), "SIGTERM");
    await running.ended;
    const { stdout, stderr } = running;
    const [line, ...more] = stderr.trimEnd().split("\n").map((line) => JSON.parse(line));
    assert.deepEqual(more, []);
    assert.match(line.message, /^The OAuth state cannot be written: /);
    assert.match(JSON.stringify(line), /the disk is full, make room on it/);
    assert(stdout.endsWith(".state.lock\nfiller\n"), stdout);
  },
);

confinedTest("an audit file on a read-only disk: serving does not begin", async (folder) => {
  const start = program(["--demo", `--audit=${folder}/audit.log`]);
  const says = /^Cannot write the audit trail to ".*audit\.log": the file system is read-only, /;
  assertSaid(await run(confined('"$@"', start, folder)), { code: 1, says });
});

confinedTest(
  "an audit file on a disk that fills up: the log says that a line is lost, and the call is through",
  async (folder) => {
    const script = 'head -c 4096 /dev/zero > "$FOLDER/filler"; exec "$@"';
    const start = program(["--demo", "--log-level=error", `--audit=${folder}/audit.log`]);
    await using running = new Running(confined(script, start, folder, page));
    await running.initialize();
    const args = { action: "start", data: { project: 1, activity: 1 } };
    const { result } = await running.ask("tools/call", { name: "timer", arguments: args });
    assert.equal(result?.isError ?? false, false, JSON.stringify(result));
    await running.until(() => running.stderr.includes("\n") || undefined);
    const { message, why } = JSON.parse(running.stderr);
    assert.equal(message, "A line of the audit trail is lost");
    assert.equal(why, "the disk is full, make room on it");
  },
);

confinedTest("a secret file that may not be read: one sentence", async (folder) => {
  const file = join(folder, "token");
  await Deno.writeTextFile(file, secret, { mode: 0o600 });
  await Deno.chmod(file, 0);
  const start = program([`--kimai-token-file=${file}`]);
  const says = /^Cannot read the file ".*token" of .*: permission denied, give access to the user/;
  assertSaid(await run(confined('"$@"', start, folder)), { code: 1, says });
});

testWhere(
  !isWindows,
  "modes",
  "a users.json that everybody can read is served, and warned of",
  async () => {
    await using folder = await createFolder();
    const file = join(folder.path, "users.json");
    const anna = { kimai_url: "https://kimai.test", kimai_token: secret, auth_secret: secret };
    await make(file, { text: JSON.stringify({ anna }), mode: 0o644 });
    await using server = await serveHttp({ args: [`--users-config=${file}`] });
    assert.match(server.running.stderr, /"Everybody on this machine can read .*: run chmod 600 /);
    assert(!server.running.stderr.includes(secret));
  },
);

confinedTest("a port below 1024: one sentence", async (folder) => {
  const start = program(["--http", "--port=80"], letIn);
  const says =
    /^Cannot listen on 127\.0\.0\.1, port 80: ports below 1024 are for root, choose a higher --port/;
  assertSaid(await run(confined('"$@"', start, folder)), { code: 1, says });
});
