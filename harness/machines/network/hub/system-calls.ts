/** The number of setns(2). Source: asm/unistd_64.h, asm-generic/unistd.h. */
const numbers: Readonly<Partial<Record<NodeJS.Architecture, number>>> = { x64: 308, arm64: 268 };

/** Undefined on a processor of which it is not known. */
export const setnsCall = numbers[process.arch];
