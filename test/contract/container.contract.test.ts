import { containerRigHost } from "#harness/machines/container/index.ts";
import { openEngine } from "#harness/machines/engine/index.ts";
import { machineContract } from "./machine-contract.ts";

machineContract("container", async () => {
  const onProgress = (line: string) => process.stdout.write(`${line}\n`);
  return containerRigHost({ engine: await openEngine({ setup: true, prefer: "auto", onProgress }) });
});
