import { describe, expect, it } from "vitest";
import { bootOrder, bootStages } from "./boot-order.ts";
import type { Component } from "./definition.ts";

const at = (name: string, stage: number) => ({ name, stage }) as Component;
const names = (components: readonly Component[]) => components.map(({ name }) => name);

describe("boot order", () => {
  const mixed = [at("mcq", 4), at("mcr-api", 2), at("mcns", 1), at("mc-proxy", 2)];

  it("goes by stage, and as given within a stage", () => {
    expect(names(bootOrder(mixed))).toEqual(["mcns", "mcr-api", "mc-proxy", "mcq"]);
  });

  it("gathers what starts together", () => {
    expect(bootStages(mixed).map(({ stage, components }) => [stage, names(components)])).toEqual([
      [1, ["mcns"]],
      [2, ["mcr-api", "mc-proxy"]],
      [4, ["mcq"]],
    ]);
  });
});
