import { machineContract } from "#harness/contract/machine-contract.ts";
import { vmRigHost } from "#harness/machines/vm/index.ts";
import { ownContents } from "../own-machines.ts";
import { vmRig } from "./vm-rig.ts";

machineContract(
  "vm",
  () =>
    vmRigHost({
      contents: ownContents,
      setup: true,
      onProgress: (line) => process.stdout.write(`${line}\n`),
    }),
  vmRig,
);
