import { machineContract } from "#harness/contract/machine-contract.ts";
import { vmRigHost } from "#harness/machines/vm/index.ts";
import type { VmMachine } from "#harness/machines/vm/vm-machine.ts";
import { ownContents } from "../own-machines.ts";
import { ownKernelContract } from "./own-kernel-contract.ts";
import { vmRig } from "./vm-rig.ts";

const makeHost = () =>
  vmRigHost({
    contents: ownContents,
    setup: true,
    onProgress: (line) => process.stdout.write(`${line}\n`),
  });

machineContract("vm", makeHost, vmRig);

ownKernelContract<VmMachine>("vm", makeHost, {
  cut: { operstate: "down", carrier: "0" },
  program: "QEMU",
  hanging: /NMI/,
  pullPlug: (machine) => machine.powerLoss("plug"),
});
