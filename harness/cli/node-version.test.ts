import { expect, test } from "vitest";
import { assertNode } from "./node-version.ts";

test.each(["20.20.2", "22.21.9", "18.19.0"])("Node %s is refused, with the one that is needed", (version) => {
  expect(() => assertNode(version, "22.22")).toThrow(
    expect.objectContaining({
      message: "this Node is too old for drillbook",
      facts: expect.objectContaining({ expected: "Node 22.22 or newer", got: `Node ${version}` }),
    }),
  );
});

test.each(["22.22.0", "22.30.1", "24.0.0"])("Node %s is not", (version) => {
  expect(() => assertNode(version, "22.22")).not.toThrow();
});

test("this Node is new enough for the package", () => {
  expect(() => assertNode()).not.toThrow();
});
