import { machineContract } from "#harness/contract/machine-contract.ts";
import { containerRigHost } from "#harness/machines/container/index.ts";
import { releaseNames, usualReleaseName } from "#harness/variants/releases.ts";
import { ownContents } from "../own-machines.ts";
import { openTestEngine } from "../test-engine.ts";

const onProgress = (line: string) => process.stdout.write(`${line}\n`);

for (const release of releaseNames.filter((one) => one !== usualReleaseName)) {
  machineContract(`container of Debian ${release}`, async () =>
    containerRigHost({
      contents: ownContents,
      engine: await openTestEngine(onProgress),
      versions: { release },
    }),
  );
}
