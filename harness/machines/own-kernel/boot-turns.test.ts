import { expect, test } from "vitest";
import { bootsAtOnce, bootTurns } from "./boot-turns.ts";

test.each([
  [1, 2, 1],
  [2, 2, 1],
  [4, 2, 2],
  [9, 2, 4],
  [2, 1, 2],
])(
  "with %i cores and %i processors in each, %i machines boot at the same time",
  (cores, processors, atOnce) => {
    expect(bootsAtOnce(processors, cores)).toBe(atOnce);
  },
);

test("no machine boots before its turn, and every machine gets one", async () => {
  const turns = bootTurns(2);
  let booting = 0;
  let most = 0;
  const boot = async () => {
    booting += 1;
    most = Math.max(most, booting);
    await new Promise(setImmediate);
    booting -= 1;
  };
  await Promise.all(Array.from({ length: 20 }, () => turns(boot)));
  expect([most, booting]).toEqual([bootsAtOnce(2), 0]);
});
