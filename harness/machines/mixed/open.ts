import { openEngine } from "../engine/index.ts";
import type { OpenHost } from "../rig-host.ts";
import { mixedRigHost } from "./index.ts";

export const open: OpenHost = async (options, onProgress) => {
  const engine = await openEngine({ setup: options.setup, prefer: options.engine, onProgress });
  return mixedRigHost({ ...options, engine, onProgress });
};
