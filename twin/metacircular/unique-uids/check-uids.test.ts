import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commandLine } from "#harness/scenario/command-line.ts";
import { orion } from "../hosts.ts";
import { checkUidsService, pinIsFree, watchForSharedUids } from "./check-uids.ts";

const SCRIPT = fileURLToPath(new URL("check-uids.sh", import.meta.url));

const passwd = (...accounts: readonly (readonly [string, number])[]): string =>
  accounts.map(([name, uid]) => `${name}:x:${uid}:65534::/:/usr/sbin/nologin\n`).join("");

describe("check-uids", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "check-uids-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** The accounts of this host are whatever they are, so `getent` tells of these. */
  const checkUids = (accounts: string, ...args: string[]) => {
    writeFileSync(join(folder, "passwd"), accounts);
    writeFileSync(join(folder, "getent"), `#!/bin/sh\n[ "$*" = passwd ] && cat '${folder}/passwd'\n`, {
      mode: 0o755,
    });
    const { status, stdout, stderr } = spawnSync("/bin/sh", [SCRIPT, ...args], {
      encoding: "utf8",
      env: { PATH: `${folder}:${process.env["PATH"] ?? ""}` },
    });
    return { status, stdout, stderr };
  };
  const quiet = { status: 0, stdout: "", stderr: "" };
  const wrong = (...lines: readonly string[]) => ({
    status: 1,
    stdout: lines.map((line) => `check-uids: ${line}\n`).join(""),
    stderr: "",
  });
  const apart = passwd(["root", 0], ["sshd", 822], ["mcp", 995], ["nobody", 65_534]);

  it("says nothing of accounts that share none", () => {
    expect(checkUids(apart)).toEqual(quiet);
    expect(checkUids(apart, "sshd=822", "new=850")).toEqual(quiet);
  });

  it("names every account of a shared UID, in the order in which they are found", () => {
    const three = passwd(["a", 7], ["sshd", 995], ["b", 7], ["mcp", 995], ["late", 995]);
    expect(checkUids(three)).toEqual(
      wrong("UID 7 is shared by a and b", "UID 995 is shared by sshd and mcp and late"),
    );
  });

  it.each([
    ["another account has", "mcp=822", ["UID 822 is pinned for mcp, and sshd has it"]],
    ["the account has not got", "mcp=850", ["UID 850 is pinned for mcp, which has 995"]],
    ["automatic assignment gives out, too", "mcp=995", ["UID 995 of mcp is not between 800 and 899"]],
    ["a person may have", "new=1000", ["UID 1000 of new is not between 800 and 899"]],
  ])("refuses a pinned UID that %s", (_, pin, lines) => {
    expect(checkUids(apart, pin)).toEqual(wrong(...lines));
  });

  it("asks of a UID that is about to be pinned only whether it is free and in the range", () => {
    expect(checkUids(apart, "--before", "mcp=850", "new=851")).toEqual(quiet);
    expect(checkUids(apart, "--before", "mcp=822", "sshd=700")).toEqual(
      wrong("UID 822 is pinned for mcp, and sshd has it", "UID 700 of sshd is not between 800 and 899"),
    );
    expect(checkUids(passwd(["sshd", 995], ["mcp", 995]), "--before", "sshd=822")).toEqual(
      wrong("UID 995 is shared by sshd and mcp"),
    );
  });

  it("tells of a shared UID that is pinned for one of the two only that it is shared", () => {
    expect(checkUids(passwd(["sshd", 822], ["mcp", 822]), "sshd=822")).toEqual(
      wrong("UID 822 is shared by sshd and mcp"),
    );
  });

  it.each(["mcp", "mcp=", "=850", "mcp=8x", "mcp=850;id", "--after"])("takes %s for no pinned UID", (pin) => {
    expect(checkUids(apart, pin)).toEqual({
      status: 64,
      stdout: `check-uids: "${pin}" is no pinned UID; write it as mcp=850\n`,
      stderr: "",
    });
  });
});

describe("the words around it", () => {
  it("start the check with the pinned UIDs, or with none", () => {
    expect(checkUidsService([{ name: "sshd", uid: 822 }])).toContain(
      "\nExecStart=/usr/local/sbin/check-uids sshd=822\n",
    );
    expect(checkUidsService([])).toContain("\nExecStart=/usr/local/sbin/check-uids\n");
  });

  it("take a UID for free that its own account has already", () => {
    const { probe } = pinIsFree(orion, { name: "sshd", uid: 822 });
    expect(commandLine(probe, () => "")).toBe("getent passwd 822 | grep --invert-match ^sshd:");
  });

  it("install what the script's unit and the watch on the accounts need", () => {
    const paths = watchForSharedUids(orion, [], []).run.flatMap((one) =>
      one.kind === "put" ? [one.path] : [],
    );
    expect(paths).toEqual([
      "/usr/local/sbin/check-uids",
      "/etc/systemd/system/check-uids.service",
      "/etc/systemd/system/check-uids.path",
    ]);
  });
});
