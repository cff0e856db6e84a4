import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { CommandObservation } from "../probes/command/value.ts";
import type { Check } from "../scenario/check.ts";
import { evaluateCheck } from "../scenario/evaluate-check.ts";
import { machine } from "../scenario/machine.ts";
import { systemd } from "./systemd.ts";

const web = machine("web", { addresses: {} });

/** A manager whose unit has this state and invocation, and another once `sleep` was called. */
const observe = ({ probe }: Check, first: string, later: string): CommandObservation => {
  const folder = mkdtempSync(join(tmpdir(), "drillbook-systemctl-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const program = (name: string, text: string): void =>
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  program("sleep", `echo "$1" > ${folder}/slept`);
  program(
    "systemctl",
    `if [ -e ${folder}/slept ]; then set -- "$@" ${later}; else set -- "$@" ${first}; fi
case $1 in
  is-active) [ "$2" = hello.service ] && echo "$3" && [ "$3" = active ] || exit 3 ;;
  show) [ "$2 $3" = "--property=InvocationID hello.service" ] && echo "InvocationID=$5" ;;
esac`,
  );
  const script = "script" in probe ? probe.script.join("") : "";
  const { status, stdout, stderr } = spawnSync("/bin/sh", ["-c", script], {
    env: { PATH: `${folder}:/usr/bin:/bin` },
    encoding: "utf8",
  });
  return {
    kind: "command",
    exitCode: status ?? undefined,
    signal: undefined,
    stdout,
    stderr,
    timedOut: false,
    durationMs: 1,
  };
};

const stays = systemd(web).unitStaysActive("hello.service", { for: "3s" });

const look = (first: string, later: string) =>
  evaluateCheck(stays, observe(stays, first, later), {
    kind: "container",
    versions: { release: "trixie" },
    resolve: () => "",
  });

test("a unit stays active when it is the same one after the time", () => {
  expect(stays.title).toBe("hello.service stays active for 3 s");
  expect(stays.probe).toMatchObject({ machine: "web", user: "root" });
  expect("script" in stays.probe && stays.probe.script.join("")).toContain(" sleep 3 ");
  expect(look("active 1", "active 1")).toMatchObject({ ok: true });
});

test.each([
  ["does not run", "failed 1", "failed 1", "exit 3: failed"],
  ["ends in that time", "active 1", "failed 1", "exit 3: active\nfailed"],
  ["is started again in that time", "active 1", "active 2", "exit 1: active\nactive"],
  ["is only being started", "activating 1", "active 1", "exit 3: activating"],
])("a unit that %s does not", (_, first, later, got) => {
  const seen = look(first, later);
  expect(seen).toMatchObject({ ok: false, got });
  expect(seen.notAsked).toBeUndefined();
});

test("without a time it is watched for two seconds", () => {
  expect(systemd(web).unitStaysActive("hello.service").title).toBe("hello.service stays active for 2 s");
});

test.each(["5s", "1min", "1500ms", "0.5s"] as const)(
  "a time that one look does not have is refused: %s",
  (time) => {
    expect(() => systemd(web).unitStaysActive("hello.service", { for: time })).toThrow(
      `hello.service cannot be watched for ${time}`,
    );
  },
);
