import { contractRig } from "#harness/contract/contract-rig.ts";
import { containerRigHost } from "#harness/machines/container/index.ts";
import { removeLeftovers } from "#harness/machines/leftovers/index.ts";
import type { RigHost } from "#harness/machines/rig-host.ts";
import { vmRigHost } from "#harness/machines/vm/index.ts";
import type { Rig } from "#harness/scenario/rig.ts";
import { areImagesBuilt } from "../images-built.ts";
import { ownContents } from "../own-machines.ts";
import { openTestEngine } from "../test-engine.ts";
import { vmRig } from "./vm-rig.ts";

const onProgress = (line: string) => process.stdout.write(`${line}\n`);

/** Builds the missing images of both kinds, so that no test waits for them; leaves nothing running. */
export default async function setup(): Promise<void> {
  await removeLeftovers({ onProgress });
  if (areImagesBuilt()) return;
  await buildVmImages();
  await buildImagesBesideVms();
}

const prepareIn = async (host: RigHost, rig: Rig): Promise<void> => {
  try {
    await host.prepare(rig, onProgress);
  } finally {
    await host[Symbol.asyncDispose]();
  }
};

export const buildVmImages = (): Promise<void> =>
  prepareIn(vmRigHost({ contents: ownContents, setup: true, onProgress }), vmRig);

/** Some of these tests compare the two kinds, or use both in a rig. */
export const buildImagesBesideVms = async (): Promise<void> =>
  prepareIn(
    containerRigHost({ contents: ownContents, engine: await openTestEngine(onProgress) }),
    contractRig,
  );
