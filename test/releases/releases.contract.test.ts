import { machineContract } from "#harness/contract/machine-contract.ts";
import { containerRigHost } from "#harness/machines/container/index.ts";
import { podmanVersions, usualPodman } from "#harness/scenario/podman-version.ts";
import { openTestEngine } from "../test-engine.ts";

const onProgress = (line: string) => process.stdout.write(`${line}\n`);

for (const podman of podmanVersions.filter((one) => one !== usualPodman)) {
  machineContract(`container with podman ${podman}`, async () =>
    containerRigHost({ engine: await openTestEngine(onProgress), podman }),
  );
}
