import type { OpenHost } from "../rig-host.ts";
import { vmRigHost } from "./index.ts";

export const open: OpenHost = async ({ setup, cold }, onProgress) =>
  vmRigHost({ setup, onProgress, cold: cold === true });
