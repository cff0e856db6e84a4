/** The numbers of system calls. Source: asm/unistd_64.h, asm-generic/unistd.h. */
type SystemCalls = {
  readonly setns: number;
  readonly clockGettime: number;
  readonly unshare: number;
  readonly prctl: number;
};
const systemCallsOf: Readonly<Partial<Record<NodeJS.Architecture, SystemCalls>>> = {
  x64: { setns: 308, clockGettime: 228, unshare: 272, prctl: 157 },
  arm64: { setns: 268, clockGettime: 113, unshare: 97, prctl: 167 },
};

/** Undefined on a processor of which they are not known. */
export const systemCalls = systemCallsOf[process.arch];
