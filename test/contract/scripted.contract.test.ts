import { describe, test } from "vitest";
import { machineContract } from "#harness/contract/machine-contract.ts";
import { sandboxLacks } from "#harness/machines/scripted/sandbox.ts";
import { scriptedRigHost } from "#harness/machines/scripted.ts";

const lacks = sandboxLacks();
if (lacks === "") machineContract("scripted", () => scriptedRigHost({ sandbox: true }));
else describe("a scripted machine", () => test.skip(`its sandbox needs what this host lacks: ${lacks}`));
