import { versionsIn } from "../../variants/packages.ts";
import { openEngine } from "../engine/index.ts";
import type { OpenHost } from "../rig-host.ts";
import { containerRigHost } from "./index.ts";

export const open: OpenHost = async ({ setup, engine: prefer, contents, ...variant }, onProgress) => {
  const engine = await openEngine({ setup, prefer, onProgress });
  return containerRigHost({ engine, contents, versions: versionsIn(variant) });
};
