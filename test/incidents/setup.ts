import { containerRigHost } from "#harness/machines/container/index.ts";
import { removeLeftovers } from "#harness/machines/leftovers/index.ts";
import bootstrap from "../../scenarios/bootstrap-from-zero.ts";
import dnsSpof from "../../scenarios/dns-spof.ts";
import uidChange from "../../scenarios/uid-change.ts";
import { openTestEngine } from "../test-engine.ts";

const onProgress = (line: string) => process.stdout.write(`${line}\n`);

/** Builds the images that are not cached yet, so that no drill's time limit has them in it; nothing runs afterwards. */
export default async function setup(): Promise<void> {
  await removeLeftovers({ onProgress });
  const host = containerRigHost({ engine: await openTestEngine(onProgress) });
  try {
    // The rig of the whole platform is the same for all its scenarios, and so is that of names.
    for (const { rig } of [uidChange, bootstrap, dnsSpof]) await host.prepare(rig, onProgress);
  } finally {
    await host[Symbol.asyncDispose]();
  }
}
