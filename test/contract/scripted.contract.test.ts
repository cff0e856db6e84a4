import { describe, test } from "vitest";
import { scriptedRigHost } from "../scripted/rig-host.ts";
import { sandboxLacks } from "../scripted/sandbox.ts";
import { machineContract } from "./machine-contract.ts";

const lacks = sandboxLacks();
if (lacks === "") machineContract("scripted", () => scriptedRigHost({ sandbox: true }));
else describe("a scripted machine", () => test.skip(`its sandbox needs what this host lacks: ${lacks}`));
