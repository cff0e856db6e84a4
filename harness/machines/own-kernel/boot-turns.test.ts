import { expect, test } from "vitest";
import { bootsAtOnce, bootTurns } from "./boot-turns.ts";

test.each([
  [1, 1],
  [2, 1],
  [4, 2],
  [9, 4],
])("with %i cores %i machines boot at the same time", (cores, atOnce) => {
  expect(bootsAtOnce(cores)).toBe(atOnce);
});

test("no machine boots before its turn, and every machine gets one", async () => {
  const turns = bootTurns();
  let booting = 0;
  let most = 0;
  const boot = async () => {
    booting += 1;
    most = Math.max(most, booting);
    await new Promise(setImmediate);
    booting -= 1;
  };
  await Promise.all(Array.from({ length: 20 }, () => turns(boot)));
  expect([most, booting]).toEqual([bootsAtOnce(), 0]);
});
