import { openEngine } from "../engine/index.ts";
import type { OpenHost } from "../rig-host.ts";
import { containerRigHost } from "./index.ts";

export const open: OpenHost = async ({ setup, engine: prefer, contents, versions }, onProgress) => {
  const engine = await openEngine({ setup, prefer, onProgress });
  return containerRigHost({ engine, contents, versions });
};
