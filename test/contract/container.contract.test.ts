import { machineContract } from "#harness/contract/machine-contract.ts";
import { containerRigHost } from "#harness/machines/container/index.ts";
import { inTurn } from "../in-turn.ts";
import { usualCache } from "../integration/support/caches.ts";
import { ownContents } from "../own-machines.ts";
import { openTestEngine } from "../test-engine.ts";

inTurn(usualCache);

machineContract("container", async () => {
  const onProgress = (line: string) => process.stdout.write(`${line}\n`);
  return containerRigHost({ contents: ownContents, engine: await openTestEngine(onProgress) });
});
