import { machineContract } from "#harness/contract/machine-contract.ts";
import { containerRigHost } from "#harness/machines/container/index.ts";
import { packages } from "#harness/variants/packages.ts";

const { versions: podmanVersions, usual: usualPodman } = packages.podman;

import { ownContents } from "../own-machines.ts";
import { openTestEngine } from "../test-engine.ts";

const onProgress = (line: string) => process.stdout.write(`${line}\n`);

for (const podman of podmanVersions.filter((one) => one !== usualPodman)) {
  machineContract(`container with podman ${podman}`, async () =>
    containerRigHost({
      contents: ownContents,
      engine: await openTestEngine(onProgress),
      versions: { podman },
    }),
  );
}
