import { expect, test } from "vitest";
import { renderRunning } from "./running-table.ts";

test("nothing runs", () => {
  expect(renderRunning({ drills: [], rigs: [], engines: [] }, 0)).toBe("Nothing runs.\n");
});

test("drills, rigs and engines are told in tables, with what waits and what was kept", () => {
  const running = {
    drills: [
      {
        ...{ pid: 4711, sinceMs: 1000, scenario: "uid-change", kind: "container" },
        procedures: [{ id: "recreate", phase: "recovery" }, { id: "rewrite-paths" }],
      },
      {
        ...{ pid: 99, sinceMs: 60_000, scenario: "dns-spof", kind: "vm", procedures: [] },
        activity: "building the image\nof virtual machines …",
      },
    ],
    rigs: [
      {
        ...{ pid: 4711, sinceMs: 2000, label: "uid-change-recreate", kinds: ["container"] },
        ...{ machines: 1, memoryMb: 350, state: "running" as const },
      },
      {
        ...{ pid: 99, sinceMs: 61_000, label: "dns-spof-move", kinds: ["container", "vm"] },
        ...{ machines: 2, memoryMb: 2698, state: "waiting" as const },
        waitsFor: 'memory: 3210 MB are needed, and 20 MB are left by process 4711 ("uid-change-recreate")',
      },
      { pid: 12, label: "small-copy", kinds: ["container"], machines: 1, state: "kept" as const },
    ],
    engines: [
      { folder: "/root/.cache/drillbook/engine", holders: [4711, 99] },
      { folder: "/tmp/other", holders: [] },
    ],
  };
  expect(renderRunning(running, 62_000)).toBe(`\
  process  since      drill       on         at
  4711     1 min 1 s  uid-change  container  recreate › recovery, rewrite-paths
  99       2.0 s      dns-spof    vm         building the image ⏎ of virtual machines …

  process  since      rig                  machines                    memory   state
  4711     1 min 0 s  uid-change-recreate  1 machine (container)       350 MB   running
  99       1.0 s      dns-spof-move        2 machines (container, vm)  2698 MB  waits for memory: 3210 MB are needed, and 20 MB are left by process 4711 ("uid-change-recreate")
  12                  small-copy           1 machine (container)                kept; remove it with: npm run drill clean

  the private engine in /root/.cache/drillbook/engine: process 4711, process 99
  the private engine in /tmp/other: no command has it
`);
});
