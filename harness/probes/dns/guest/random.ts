import { randomBytes } from "node:crypto";

const poolBytes = 4096;

let pool = Buffer.alloc(0);
let at = 0;

/** Fresh random bytes; drawn in large pieces, because each draw takes longer than all else in a DNS question. */
export const freshRandom = (count: number): Buffer => {
  if (count > pool.length - at) {
    pool = randomBytes(Math.max(poolBytes, count));
    at = 0;
  }
  at += count;
  return pool.subarray(at - count, at);
};
