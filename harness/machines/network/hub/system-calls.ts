/** The numbers of system calls. Source: asm/unistd_64.h, asm-generic/unistd.h. */
type SystemCalls = { readonly setns: number; readonly clockGettime: number };
const systemCallsOf: Readonly<Partial<Record<NodeJS.Architecture, SystemCalls>>> = {
  x64: { setns: 308, clockGettime: 228 },
  arm64: { setns: 268, clockGettime: 113 },
};

/** Undefined on a processor of which they are not known. */
export const systemCalls = systemCallsOf[process.arch];
