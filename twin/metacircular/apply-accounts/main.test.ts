import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { accountsToml } from "../accounts.ts";
import { codeOf, ProgramProcess } from "../programs/testing/program-process.ts";
import { applyAccounts } from "./program.ts";

const MAIN = "twin/metacircular/apply-accounts/main.ts";
const WARNING = "warning: not applying UID change of user ‘mcp’ (995 -> 850) in /etc/passwd\n";

describe("apply-accounts", () => {
  let root: string;
  const write = (path: string, content: string) => writeFileSync(join(root, path), content);
  const read = (path: string) => readFileSync(join(root, path), "utf8");
  const apply = (...args: string[]) => {
    let stderr = "";
    const status = applyAccounts({
      args: ["--root", root, ...args],
      warn: (text) => {
        stderr += text;
      },
    });
    return { status, stderr };
  };
  const quiet = { status: 0, stderr: "" };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "accounts-"));
    mkdirSync(join(root, "etc/metacircular"), { recursive: true });
    write("etc/metacircular/accounts.toml", accountsToml);
    write("etc/passwd", "root:x:0:0:root:/root:/bin/bash\nsshd:x:101:65534::/run/sshd:/usr/sbin/nologin\n");
    write("etc/shadow", "root:*:20000:0:99999:7:::\n");
    write("etc/group", "root:x:0:\nsystemd-journal:x:999:adm\n");
    write("etc/gshadow", "root:*::\nsystemd-journal:!::adm\n");
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it("makes what is missing", () => {
    expect(apply()).toEqual(quiet);
    expect(read("etc/passwd").split("\n")[2]).toBe("mcp:x:995:988::/srv/mcp:/usr/sbin/nologin");
    expect(read("etc/shadow")).toBe("root:*:20000:0:99999:7:::\nmcp:!:::::::\n");
    expect(read("etc/group")).toBe("root:x:0:\nsystemd-journal:x:999:adm,mcp\nmcp:x:988:\n");
    expect(read("etc/gshadow")).toBe("root:*::\nsystemd-journal:!::adm,mcp\nmcp:!::\n");
    expect(read("etc/subuid")).toBe("mcp:100000:65536\n");
    expect(read("etc/subgid")).toBe("mcp:100000:65536\n");
    expect(read("var/lib/systemd/linger/mcp")).toBe("");
    expect(statSync(join(root, "srv/mcp")).isDirectory()).toBe(true);
  });

  it("changes nothing the second time", () => {
    apply();
    const copy = join(root, "before");
    cpSync(join(root, "etc"), copy, { recursive: true });
    expect(apply()).toEqual(quiet);
    for (const file of ["passwd", "shadow", "group", "gshadow", "subuid"]) {
      expect(read(`etc/${file}`)).toBe(readFileSync(join(copy, file), "utf8"));
    }
  });

  it("leaves the UID of an existing user alone, and warns in the words of NixOS", () => {
    apply();
    const before = read("etc/passwd");
    expect(apply("--set", "mcp.uid=850")).toEqual({ ...quiet, stderr: WARNING });
    expect(read("etc/passwd")).toBe(before);
    expect(read("etc/metacircular/accounts.toml")).toBe(accountsToml.replace("uid = 995", "uid = 850"));
    expect(apply()).toEqual({ ...quiet, stderr: WARNING });
  });

  it("leaves the GID of an existing group alone, too", () => {
    apply();
    expect(apply("--set", "mcp.gid=850")).toEqual({
      ...quiet,
      stderr: "warning: not applying GID change of group ‘mcp’ (988 -> 850) in /etc/group\n",
    });
    expect(read("etc/passwd")).toContain("mcp:x:995:988:");
  });

  it("gives a new user a UID that another account has, as NixOS does", () => {
    expect(apply("--set", "mcp.uid=101")).toEqual(quiet);
    expect(read("etc/passwd")).toContain("mcp:x:101:988:");
  });

  it("exits 78 on bad input, in one line, and changes nothing", () => {
    const before = read("etc/passwd");
    expect(apply("--set", "mcp.uid=many")).toEqual({
      status: 78,
      stderr: `apply-accounts: ${root}/etc/metacircular/accounts.toml: users: mcp: uid is "many"; write a whole number from 1 to 4294967294\n`,
    });
    expect(read("etc/metacircular/accounts.toml")).toBe(accountsToml);
    expect(read("etc/passwd")).toBe(before);
    expect(apply("--uid", "850")).toMatchObject({
      status: 78,
      stderr: expect.stringMatching(/^apply-accounts: command line: .*\n$/),
    });
    rmSync(join(root, "etc/metacircular/accounts.toml"));
    expect(apply()).toMatchObject({
      status: 78,
      stderr: expect.stringMatching(/does not exist; write the declaration there\n$/),
    });
  });

  describe("as a process", () => {
    beforeAll(() => codeOf(MAIN));
    const run = async (...args: string[]) => {
      await using process = await ProgramProcess.start(MAIN, root, ["--root", root, ...args]);
      return await process.ended;
    };

    it("exits 0 and warns on standard error alone", async () => {
      write("etc/passwd", "mcp:x:995:988::/srv/mcp:/usr/sbin/nologin\n");
      expect(await run("--set", "mcp.uid=850")).toEqual({ code: 0, stdout: "", stderr: WARNING });
      expect(read("etc/subuid")).toBe("mcp:100000:65536\n");
    });

    it("exits 78 on bad input, in one line on standard error", async () => {
      expect(await run("--set", "mcp.uid=many")).toEqual({
        code: 78,
        stdout: "",
        stderr: expect.stringMatching(/^apply-accounts: [^\n]*uid is "many"[^\n]*\n$/),
      });
    });
  });
});
