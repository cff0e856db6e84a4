/** The kinds of probe there are, a line each. */
export { command } from "./command/index.ts";
export { dns } from "./dns/index.ts";
export { http } from "./http/index.ts";
export { lookup } from "./lookup/index.ts";
