import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { containers, namesOf, runLine } from "./containers.ts";
import { brokenScript, brokenUnit, SCRIPT_LINE } from "./startup.ts";

test("the stack is seven containers, the core before the services", () => {
  expect(containers.map(({ name }) => name)).toEqual([...namesOf("core"), ...namesOf("services")]);
  expect(namesOf("core")).toEqual(["local-ai-postgres", "local-ai-redis", "local-ai-qdrant"]);
  expect(namesOf("services")).toHaveLength(4);
});

test("no two containers listen on one port of the host", () => {
  const ports = containers.flatMap(({ health }) => (health === undefined ? [] : [new URL(health.url).port]));
  expect(new Set([...ports, "5432", "6379"]).size).toBe(ports.length + 2);
  for (const one of containers) expect(runLine(one)).toMatch(/^podman run -d --name \S+ --network host /);
});

test("the script is one that bash understands, before and after it is mended", () => {
  const mended = brokenScript.replace(/^set -euo pipefail$/m, (line) => `${line}\n${SCRIPT_LINE}`);
  expect(mended).toContain(SCRIPT_LINE);
  // What the drill does when it plays an update of the checkout.
  expect(mended.replace(/^export PATH=.*\n/gm, "")).toBe(brokenScript);
  for (const input of [brokenScript, mended]) {
    expect(input).not.toMatch(/@[A-Z]+@/);
    expect(execFileSync("bash", ["--norc", "-n"], { input, encoding: "utf8" })).toBe("");
  }
});

test("the line puts the place of the setuid programs first, whatever PATH there is", () => {
  const first = (path: string | undefined) =>
    execFileSync("/bin/bash", ["--norc", "-c", `set -u; ${SCRIPT_LINE}; echo "$PATH"`], {
      encoding: "utf8",
      env: path === undefined ? {} : { PATH: path },
    }).trim();
  expect(first("/run/current-system/sw/bin:/usr/bin")).toBe(
    "/run/wrappers/bin:/run/current-system/sw/bin:/usr/bin",
  );
  expect(first(undefined)).toMatch(/^\/run\/wrappers\/bin:/);
});

test("the unit has the PATH of the incident: no place of setuid programs in it", () => {
  expect(brokenUnit).toMatch(/^Environment="PATH=\/run\/current-system\/sw\/bin:\/usr\/bin:\/bin:%h/m);
  expect(brokenUnit + brokenScript).not.toContain("/run/wrappers");
});
