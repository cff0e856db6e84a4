import { expect, it } from "vitest";
import { alternate } from "./alternate.ts";

it("measures in turn, swaps who begins, and keeps the values of a pair at one index", async () => {
  const order: string[] = [];
  let turn = 0;
  const side = (name: string) => async () => {
    order.push(name);
    turn += 1;
    return turn;
  };
  const measured = await alternate(3, side("ours"), side("theirs"));
  expect(order).toEqual(["ours", "theirs", "theirs", "ours", "ours", "theirs"]);
  expect(measured).toEqual({ ours: [1, 4, 5], theirs: [2, 3, 6] });
});
