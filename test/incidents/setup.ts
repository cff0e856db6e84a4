import { containerRigHost } from "#harness/machines/container/index.ts";
import { removeLeftovers } from "#harness/machines/leftovers/index.ts";
import bootstrap from "../../scenarios/bootstrap-from-zero.ts";
import dnsSpof from "../../scenarios/dns-spof.ts";
import uidChange from "../../scenarios/uid-change.ts";
import { ownContents } from "../own-machines.ts";
import { openTestEngine } from "../test-engine.ts";

const onProgress = (line: string) => process.stdout.write(`${line}\n`);

/** Builds the missing images, so that no drill's time limit includes them; leaves nothing running. */
export default async function setup(): Promise<void> {
  await removeLeftovers({ onProgress });
  const host = containerRigHost({ contents: ownContents, engine: await openTestEngine(onProgress) });
  try {
    // All whole-platform scenarios share a rig, and so do all DNS scenarios.
    for (const { rig } of [uidChange, bootstrap, dnsSpof]) await host.prepare(rig, onProgress);
  } finally {
    await host[Symbol.asyncDispose]();
  }
}
