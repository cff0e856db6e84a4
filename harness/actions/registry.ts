/** The kinds of action there are, a line each. */
export { command } from "./command/index.ts";
export { network } from "./network/index.ts";
export { powerLoss } from "./power-loss/index.ts";
export { put } from "./put/index.ts";
export { reboot } from "./reboot/index.ts";
