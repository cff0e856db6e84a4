import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { findCommand } from "../engine/host-commands.ts";
import { projectLists, sourceDir } from "./lists.ts";

/** Every other command that finish.sh runs is only written down: they would change this host. */
const real = ["cut", "grep", "sed"];
const written = [
  ...[
    "chgrp",
    "chmod",
    "chown",
    "find",
    "groupmod",
    "journalctl",
    "ldconfig",
    "ln",
    "mkdir",
    "rm",
    "systemctl",
  ],
  ...["systemd-machine-id-setup", "touch", "update-ca-certificates", "usermod"],
];

const getent = `#!/bin/sh
case "$1 $2" in
"passwd 995") echo sshd:x:995: ;;
"passwd 300" | "group 988") echo other:x:$2: ;;
*) exit 2 ;;
esac
`;

test("holders of reserved ids move to ids that are free and not reserved, and the project's units are masked", () => {
  const folder = mkdtempSync(join(tmpdir(), "drillbook-finish-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const at = (name: string) => join(folder, name);
  for (const name of real) symlinkSync(findCommand(name) ?? "", at(name));
  for (const name of written)
    writeFileSync(at(name), `#!/bin/sh\necho ${name} "$@" >>"${folder}/log"\n`, { mode: 0o755 });
  writeFileSync(at("getent"), getent, { mode: 0o755 });
  const lists = projectLists({
    packages: [],
    downloads: { packages: [], except: [] },
    reservedIds: { users: [850, 995, 301], groups: [988, 300] },
    maskedUnits: ["nginx.service"],
  });
  for (const [name, text] of lists) writeFileSync(at(name), text);
  execFileSync("/bin/sh", [join(sourceDir, "scripts/finish.sh"), folder], { env: { PATH: folder } });
  const log = readFileSync(at("log"), "utf8").split("\n");
  expect(log.filter((line) => /^(?:user|group)mod/.test(line))).toEqual([
    "groupmod -g 301 other",
    "usermod -u 302 sshd",
  ]);
  expect(log).toContain("ln -sf /dev/null /etc/systemd/system/nginx.service");
});
