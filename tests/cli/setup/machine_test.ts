import assert from "node:assert/strict";
import { machineOf, settingsFolder } from "../../../src/cli/setup/machine.ts";
import { UserError } from "../../../src/mcp/errors.ts";
import { inFolder } from "../../support/folder.ts";
import { machineWith } from "./support.ts";

function systemWith(env: Record<string, string>, windows = false) {
  return {
    env: (name: string): string | undefined => env[name],
    readTextFile: (path: string) => Deno.readTextFile(path),
    windows,
  };
}

Deno.test("the home comes from the variable of the system", () => {
  assert.equal(machineOf(systemWith({ HOME: "/home/ada" })).home, "/home/ada");
  const onWindows = machineOf(systemWith({ HOME: "/c/ada", USERPROFILE: "C:\\Users\\ada" }, true));
  assert.deepEqual([onWindows.os, onWindows.home], ["windows", "C:\\Users\\ada"]);
});

Deno.test("a machine without a home says which variable to set", () => {
  assert.throws(
    () => machineOf(systemWith({ HOME: " " })),
    new UserError("Cannot tell where your home folder is: set the variable HOME"),
  );
  assert.throws(
    () => machineOf(systemWith({ HOME: "/home/ada" }, true)),
    new UserError("Cannot tell where your home folder is: set the variable USERPROFILE"),
  );
});

Deno.test("files and folders are found, and what cannot be read is not there", () =>
  inFolder(async (path) => {
    const machine = machineOf(systemWith({ HOME: path("") }));
    await Deno.writeTextFile(path("a"), "text");
    assert.equal(await machine.exists(path("a")), true);
    assert.equal(await machine.exists(path("")), true);
    assert.equal(await machine.exists(path("b")), false);
    assert.equal(await machine.read(path("a")), "text");
    assert.equal(await machine.read(path("b")), undefined);
    assert.equal(await machine.read(path("")), undefined);
  }));

Deno.test("settings are kept where each system has them", () => {
  assert.equal(settingsFolder(machineWith("linux")), "/home/ada/.config");
  assert.equal(settingsFolder(machineWith("darwin")), "/Users/ada/Library/Application Support");
  assert.equal(settingsFolder(machineWith("windows")), "C:\\Users\\ada\\AppData\\Roaming");
});

Deno.test("a variable moves the settings, an empty or relative one does not", () => {
  const linux = (XDG_CONFIG_HOME: string) => machineWith("linux", { env: { XDG_CONFIG_HOME } });
  assert.equal(settingsFolder(linux("/srv/ada")), "/srv/ada");
  assert.equal(settingsFolder(linux("")), "/home/ada/.config");
  assert.equal(settingsFolder(linux("config")), "/home/ada/.config");
  const windows = machineWith("windows", { env: { APPDATA: "D:\\Roaming" } });
  assert.equal(settingsFolder(windows), "D:\\Roaming");
  const mac = machineWith("darwin", { env: { XDG_CONFIG_HOME: "/srv/ada" } });
  assert.equal(settingsFolder(mac), "/Users/ada/Library/Application Support");
});
