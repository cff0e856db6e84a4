import { expect, test } from "vitest";
import type { Check } from "../scenario/check.ts";
import { evaluate } from "../scenario/evaluate.ts";
import { machine } from "../scenario/machine.ts";
import { podman } from "./podman.ts";

const rift = machine("rift", { addresses: {}, users: ["mcp"] });
const { answers, container, hasImages, noneRunning } = podman(rift.account("mcp"));

const scriptOf = ({ probe }: Check): string => ("script" in probe ? probe.script.join("") : "");

const holds = ({ probe }: Check, exitCode: number, stdout: string): boolean =>
  evaluate(
    probe,
    { kind: "command", exitCode, signal: undefined, stdout, stderr: "", timedOut: false, durationMs: 1 },
    { kind: "container", versions: { release: "trixie" }, resolve: () => "" },
  ).ok;

test("podman answers as the account that owns it, however many containers it has", () => {
  expect(answers().probe).toMatchObject({ kind: "command", machine: "rift", user: "mcp" });
  expect(holds(answers(), 0, "")).toBe(true);
  expect(holds(answers(), 125, "")).toBe(false);
});

test("a container runs in one state alone", () => {
  const runs = container("mcq").isRunning();
  expect(scriptOf(runs)).toBe("podman inspect --format '{{.State.Status}}' mcq");
  expect(holds(runs, 0, "running\n")).toBe(true);
  for (const state of ["exited", "created", "not running", "running\nexited", ""]) {
    expect(holds(runs, 0, state), state).toBe(false);
  }
  expect(holds(runs, 125, "running\n")).toBe(false);
});

test("a restart policy is compared as a whole word", () => {
  const policy = container("mcq").hasRestartPolicy("always");
  expect(scriptOf(policy)).toBe("podman inspect --format '{{.HostConfig.RestartPolicy.Name}}' mcq");
  expect(holds(policy, 0, "always\n")).toBe(true);
  expect(holds(policy, 0, "not-always\n")).toBe(false);
});

test("images are counted, each by its whole name", () => {
  const images = hasImages("localhost/mcq:v1", "localhost/mcns:v1");
  expect(scriptOf(images)).toMatch(
    / \| grep --count --fixed-strings --line-regexp -e localhost\/mcq:v1 -e localhost\/mcns:v1$/,
  );
  expect(holds(images, 0, "2\n")).toBe(true);
  expect(holds(images, 0, "1\n")).toBe(false);
  expect(holds(images, 1, "0\n")).toBe(false);
});

test("no container runs when root finds no conmon", () => {
  expect(noneRunning().probe).toMatchObject({ kind: "command", machine: "rift", user: "root" });
  expect(holds(noneRunning(), 1, "0\n")).toBe(true);
  expect(holds(noneRunning(), 0, "1\n")).toBe(false);
  // pgrep itself failed. Source: pgrep(1), exit status.
  expect(holds(noneRunning(), 3, "0\n")).toBe(false);
});
