import type { OpenHost } from "../rig-host.ts";
import { umlRigHost } from "./index.ts";

export const open: OpenHost = async (options, onProgress) => umlRigHost({ ...options, onProgress });
