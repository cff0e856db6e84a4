import { availableParallelism } from "node:os";
import pLimit, { type LimitFunction } from "p-limit";

/**
 * How many machines with so many processors may boot at the same time: more processors than the host has wait for one
 * another in the guests' kernels, and four machines that boot at once on two cores take longer than one after the other.
 */
export const bootsAtOnce = (processors: number, cores = availableParallelism()): number =>
  Math.max(1, Math.floor(cores / processors));

/** Limits the number of machines that boot at the same time. */
export const bootTurns = (processors: number): LimitFunction => pLimit(bootsAtOnce(processors));
