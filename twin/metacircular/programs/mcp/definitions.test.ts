import { inRig } from "drillbook";
import { describe, expect, it } from "vitest";
import { definitions } from "../../services.ts";
import { readComponents } from "../mcp-agent/registered-component.ts";
import { registered, selectComponents } from "./definitions.ts";

const all = definitions().flatMap(({ components }) => components);
const resolve = inRig(({ network }) => (network === "lan" ? "192.0.2.10" : "198.51.100.10"));

describe("what an agent registers", () => {
  it("is taken by the agent for every component of the platform, as it was sent", () => {
    const components = all.map((component) => registered(component, resolve));
    expect(readComponents(JSON.parse(JSON.stringify({ components })))).toEqual(components);
  });

  it("has every address filled in", () => {
    const [mcns] = selectComponents(all, ["mcns"]).map((component) => registered(component, resolve));
    expect(mcns?.runArgs).toContain("198.51.100.10:53:53/udp");
  });
});

describe("selectComponents", () => {
  it("takes the names of services and of containers, each component once", () => {
    const names = (wanted: readonly string[]) => selectComponents(all, wanted).map(({ name }) => name);
    expect(names(["mcr", "mcr-api"])).toEqual(expect.arrayContaining(["mcr-api"]));
    expect(names(["mcr-api"])).toEqual(["mcr-api"]);
    expect(names(["mcr", "mcr-api"])).toHaveLength(names(["mcr"]).length);
  });

  it("takes all without names", () => {
    expect(selectComponents(all, undefined)).toEqual(all);
  });
});
