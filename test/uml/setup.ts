import { removeLeftovers } from "#harness/machines/leftovers/index.ts";
import { umlRigHost } from "#harness/machines/uml/index.ts";
import { areImagesBuilt } from "../images-built.ts";
import { ownContents } from "../own-machines.ts";
import { vmRig } from "../vm/vm-rig.ts";

const onProgress = (line: string) => process.stdout.write(`${line}\n`);

/** Builds the missing images, so that no test waits for them; leaves nothing running. */
export default async function setup(): Promise<void> {
  await removeLeftovers({ onProgress });
  if (!areImagesBuilt()) await buildUmlImages();
}

export const buildUmlImages = async (): Promise<void> => {
  const host = umlRigHost({ contents: ownContents, setup: true, onProgress });
  try {
    await host.prepare(vmRig, onProgress);
  } finally {
    await host[Symbol.asyncDispose]();
  }
};
