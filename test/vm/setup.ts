import { containerRigHost } from "#harness/machines/container/index.ts";
import { openEngine } from "#harness/machines/engine/index.ts";
import { removeLeftovers } from "#harness/machines/leftovers/index.ts";
import { vmRigHost } from "#harness/machines/vm/index.ts";
import { contractRig } from "../contract/contract-rig.ts";

const onProgress = (line: string) => process.stdout.write(`${line}\n`);

/** Builds the images of both kinds that are not cached yet, so that no test waits for them; nothing runs afterwards. */
export default async function setup(): Promise<void> {
  await removeLeftovers({ onProgress });
  const hosts = [
    vmRigHost({ setup: true, onProgress }),
    // Some of these tests hold the two kinds against each other, or put both in a rig.
    containerRigHost({ engine: await openEngine({ setup: true, onProgress }) }),
  ];
  for (const host of hosts) {
    try {
      await host.prepare(contractRig, onProgress);
    } finally {
      await host[Symbol.asyncDispose]();
    }
  }
}
