import { describe, test } from "vitest";
import { machineContract } from "#harness/contract/machine-contract.ts";
import { scriptedRigHost } from "../scripted/rig-host.ts";
import { sandboxLacks } from "../scripted/sandbox.ts";

const lacks = sandboxLacks();
if (lacks === "") machineContract("scripted", () => scriptedRigHost({ sandbox: true }));
else describe("a scripted machine", () => test.skip(`its sandbox needs what this host lacks: ${lacks}`));
