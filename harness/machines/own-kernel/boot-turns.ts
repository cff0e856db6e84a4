import { availableParallelism } from "node:os";
import pLimit, { type LimitFunction } from "p-limit";

/**
 * How many machines may boot at the same time. Each has two processors: more of them than the host has wait for one
 * another in the guests' kernels, and four machines that boot at once on two cores take longer than one after the
 * other.
 */
export const bootsAtOnce = (cores = availableParallelism()): number => Math.max(1, Math.floor(cores / 2));

/** Limits the number of machines that boot at the same time. */
export const bootTurns = (): LimitFunction => pLimit(bootsAtOnce());
