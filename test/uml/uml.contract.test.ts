import { machineContract } from "#harness/contract/machine-contract.ts";
import { umlRigHost } from "#harness/machines/uml/index.ts";
import type { UmlMachine } from "#harness/machines/uml/uml-machine.ts";
import { ownContents } from "../own-machines.ts";
import { ownKernelContract } from "../vm/own-kernel-contract.ts";
import { vmRig } from "../vm/vm-rig.ts";

const makeHost = () =>
  umlRigHost({
    contents: ownContents,
    setup: true,
    onProgress: (line) => process.stdout.write(`${line}\n`),
  });

machineContract("uml", makeHost, vmRig);

ownKernelContract<UmlMachine>("uml", makeHost, {
  cut: { operstate: "dormant", carrier: "1" },
  program: "the user-mode kernel",
  hanging: /its console's last lines/,
  pullPlug: (machine) => machine.powerLoss(),
});
