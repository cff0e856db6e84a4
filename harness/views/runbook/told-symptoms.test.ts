import { expect, test } from "vitest";
import { house, isOn, lampScenario } from "../../drill/testing/lamp.ts";
import { check, drillOnly, fails } from "../../scenario/check.ts";
import { toldSymptoms } from "./told-symptoms.ts";

const dark = fails(isOn, "it is dark");
const quiet = check("it is quiet", house.root.sh`listen`);
const hidden = drillOnly(check("only in the drill", house.root.sh`ask`.exits(1, "no")));
const says = check("the switch says why", house.root.sh`ask`.exits(1, "no current"));
const fuse = check("the fuse is whole", house.root.sh`fuse`);

const told = (tellsApart: Parameters<typeof lampScenario>[0] = {}): string[] =>
  toldSymptoms(lampScenario({ symptoms: [dark, hidden, quiet, fuse, says], ...tellsApart })).map(
    ({ title }) => title,
  );

test("an error comes first, with what tells the incident from others, in the order of the scenario", () => {
  expect(told()).toEqual([dark, says, quiet, fuse].map(({ title }) => title));
  const tellsApart = [{ from: "a cut", how: "The fuse is whole.", ask: fuse }];
  expect(told({ tellsApart })).toEqual([fuse, says, dark, quiet].map(({ title }) => title));
});
