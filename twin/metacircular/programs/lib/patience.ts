import { readFileSync } from "node:fs";

/** What the harness calls the processor of a machine that it emulates. */
const emulated = /^model name\s*:.*\bQEMU TCG\b/m;

/** How many times longer than usual an answer may take, by the text of /proc/cpuinfo. */
export const patienceOf = (cpuinfo: string): number => (emulated.test(cpuinfo) ? 3 : 1);

const here = (): number => {
  try {
    return patienceOf(readFileSync("/proc/cpuinfo", "utf8"));
  } catch {
    return 1;
  }
};

/**
 * How many times longer than usual an answer may take on this machine. An emulated processor needs many times as
 * long, and a service that gives up on another one too early takes it for dead.
 */
export const PATIENCE = here();
