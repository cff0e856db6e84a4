import { describe, expect, test } from "vitest";
import { ScriptedMachine } from "../../test/scripted/machine.ts";
import type { Action } from "../scenario/action.ts";
import type { MachineSpec, Rig } from "../scenario/rig.ts";
import { provisionedFrom, runProvisioning } from "./provisioning.ts";

const rift: MachineSpec = { name: "rift", addresses: { lan: "192.0.2.10" }, users: [], provision: [] };
const rig: Rig = { networks: [], machines: [rift], setup: [], samples: [] };

test("a machine is provisioned once, also when the command line sets its kind, and anew when anything else changes", () => {
  const usual = provisionedFrom(rig, rift, new Map());
  expect(provisionedFrom(rig, { ...rift, on: "vm" }, new Map())).toEqual(usual);
  expect(provisionedFrom(rig, { ...rift, users: ["mcp"] }, new Map())).not.toEqual(usual);
  expect(provisionedFrom(rig, rift, new Map([["main.ts", "text"]]))).not.toEqual(usual);
  const moved = { ...rig, machines: [{ ...rift, addresses: { lan: "192.0.2.11" } }] };
  expect(provisionedFrom(moved, rift, new Map())).not.toEqual(usual);
});

describe("what provisioning cannot do is an error", () => {
  const provision = (action: Action) =>
    runProvisioning(new ScriptedMachine("rift"), [action], {
      versions: { release: "trixie" },
      resolve: () => "192.0.2.10",
      bundles: new Map(),
      signal: new AbortController().signal,
    });

  test("an action of a kind that is not registered", async () => {
    await expect(provision({ kind: "prayer", machine: "rift" } as never)).rejects.toThrow(
      'unknown kind: "prayer"',
    );
  });

  test("a program that was not bundled", async () => {
    const content = { bundleOf: "twin/main.ts" };
    const put = {
      kind: "put",
      machine: "rift",
      path: "/main.mjs",
      content,
      mode: "0644",
      owner: "root",
    } as const;
    await expect(provision(put)).rejects.toThrow("the program twin/main.ts was not bundled");
  });
});
