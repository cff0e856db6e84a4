import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { recordOf } from "#harness/journal/drill-record.ts";
import { usualCache } from "../integration/support/caches.ts";
import { type Finished, run } from "../integration/support/command.ts";
import { leftBehind } from "../integration/support/left-behind.ts";

/** With the provisioning and the first boot; for what hangs. */
const drillMs = 850_000;

describe("npm run drill uid-change -- --on vm --procedure rewrite-paths", () => {
  let finished: Finished;
  beforeAll(async () => {
    finished = await run(["uid-change", "--on", "vm", "--procedure", "rewrite-paths"], {
      cache: usualCache,
      longestMs: drillMs,
    });
  });

  test("is verified", () => {
    expect(finished.code, finished.stdout + finished.stderr).toBe(0);
    const { procedures } = recordOf(finished.command.journal.events());
    expect(procedures.map(({ id, ended }) => [id, ended?.verdict])).toEqual([["rewrite-paths", "verified"]]);
  });

  test("says what kind of machine it was, and what ran it", () => {
    const ready = finished.command.journal.events().find((event) => event.type === "machine-ready");
    expect(ready).toMatchObject({
      kind: expect.stringMatching(/^(vm|uml)$/),
      fidelity: { kernel: "own", reboot: "real", powerLoss: "real" },
      versions: {
        engine: expect.stringMatching(/^(QEMU \d.*(KVM|emulated \(TCG\): .+)|user-mode Linux \d.*)$/),
      },
    });
    const page = readFileSync(join(finished.command.journal.folder, "runbook.md"), "utf8");
    expect(page).toContain("RunRoot is pointing to a path (/run/user/995/containers)");
  });

  test("saw podman fail as it does on a machine of its own", () => {
    const [rewrite] = recordOf(finished.command.journal.events()).procedures;
    const symptoms = rewrite?.phases.find(({ phase }) => phase === "symptoms")?.checks ?? [];
    const podman = symptoms.find(({ outcome }) => outcome.title.startsWith("podman fails"));
    expect(podman?.outcome.got).toMatch(/^exit 125: .*RunRoot is pointing to a path/s);
  });

  test("leaves nothing", () => {
    expect(leftBehind(usualCache, finished.command)).toEqual([]);
  });
});
