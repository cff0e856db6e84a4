import { describe, expect, it } from "vitest";
import { bootOrder, bootStages, startsAfter } from "./boot-order.ts";
import type { Component } from "./definition.ts";

const at = (name: string, stage: number, needs: readonly string[] = [], node = "rift") =>
  ({ name, stage, needs, node }) as Component;
const names = (components: readonly Component[]) => components.map(({ name }) => name);

describe("boot order", () => {
  const mixed = [at("mcq", 4), at("mcr-api", 2), at("mcns", 1), at("mc-proxy", 2)];

  it("goes by stage, and as given within a stage", () => {
    expect(names(bootOrder(mixed))).toEqual(["mcns", "mcr-api", "mc-proxy", "mcq"]);
  });

  it("puts what is needed first within a stage", () => {
    const web = at("mcr-web", 2, ["mc-proxy", "mcr-api"]);
    expect(names(bootOrder([web, ...mixed]))).toEqual(["mcns", "mcr-api", "mc-proxy", "mcr-web", "mcq"]);
  });

  it("ends whatever the needs say", () => {
    expect(names(bootOrder([at("a", 1, ["b"]), at("b", 1, ["a", "nobody"])]))).toEqual(["b", "a"]);
  });

  it("gathers what starts together", () => {
    expect(bootStages(mixed).map(({ stage, components }) => [stage, names(components)])).toEqual([
      [1, ["mcns"]],
      [2, ["mcr-api", "mc-proxy"]],
      [4, ["mcq"]],
    ]);
  });

  it("tells what a component starts after: earlier stages and its needs, on its own machine", () => {
    const web = at("mcr-web", 2, ["mcr-api"]);
    const elsewhere = at("mcias", 1, [], "svc");
    expect(names(startsAfter(web, [...mixed, web, elsewhere]))).toEqual(["mcns", "mcr-api"]);
    expect(startsAfter(at("mcns", 1), mixed)).toEqual([]);
  });
});
