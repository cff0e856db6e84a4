import { machineContract } from "#harness/contract/machine-contract.ts";
import { vmRigHost } from "#harness/machines/vm/index.ts";
import { vmRig } from "./vm-rig.ts";

machineContract(
  "vm",
  () => vmRigHost({ setup: true, onProgress: (line) => process.stdout.write(`${line}\n`) }),
  vmRig,
);
