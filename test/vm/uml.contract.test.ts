import { machineContract } from "#harness/contract/machine-contract.ts";
import { umlRigHost } from "#harness/machines/uml/index.ts";
import { ownContents } from "../own-machines.ts";
import { vmRig } from "./vm-rig.ts";

machineContract(
  "uml",
  () =>
    umlRigHost({
      contents: ownContents,
      setup: true,
      onProgress: (line) => process.stdout.write(`${line}\n`),
    }),
  vmRig,
);
