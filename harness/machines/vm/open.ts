import type { OpenHost } from "../rig-host.ts";
import { vmRigHost } from "./index.ts";

export const open: OpenHost = async (options, onProgress) => vmRigHost({ ...options, onProgress });
