import { readFileSync } from "node:fs";

/** The harness's name for an emulated processor. */
const emulated = /^model name\s*:.*\bQEMU TCG\b/m;

/** The factor by which answers may take longer, from the text of /proc/cpuinfo. */
export const patienceOf = (cpuinfo: string): number => (emulated.test(cpuinfo) ? 3 : 1);

const here = (): number => {
  try {
    return patienceOf(readFileSync("/proc/cpuinfo", "utf8"));
  } catch {
    return 1;
  }
};

/**
 * The factor by which answers may take longer on this machine: on an emulated processor a service would give up too
 * early, and consider a slow service dead.
 */
export const PATIENCE = here();
