import { mcrText } from "./configs/core.ts";
import { mcnsText } from "./configs/mcns.ts";
import { mcqText } from "./configs/services.ts";

const ALONE = { needs: false };

/** The DNS server's configuration on a platform of only rift. */
export const mcnsConfig = mcnsText(ALONE);
/** The registry's. */
export const mcrConfig = mcrText(ALONE);
/** The document queue's. */
export const mcqConfig = mcqText(ALONE);
