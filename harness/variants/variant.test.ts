import { expect, test } from "vitest";
import { versionIn } from "./packages.ts";
import { differIn, variantsOf } from "./variant.ts";

test("each kind of machine is drilled with each version of a package", () => {
  expect(variantsOf(["container", "vm"], { podman: ["5.4", "4.3"] })).toEqual([
    { kind: "container", podman: "5.4" },
    { kind: "container", podman: "4.3" },
    { kind: "vm", podman: "5.4" },
    { kind: "vm", podman: "4.3" },
  ]);
  expect(variantsOf(["vm"])).toEqual([{ kind: "vm" }]);
});

test("who asked for no version has the usual one, and is told from the others only", () => {
  expect(versionIn({}, "podman")).toBe("5.4");
  expect(differIn("podman", [{ kind: "vm" }, { kind: "container", podman: "5.4" }])).toBe(false);
  expect(differIn("podman", [{ kind: "vm" }, { kind: "vm", podman: "4.3" }])).toBe(true);
  expect(differIn("kind", [{ kind: "vm" }, { kind: "vm", podman: "4.3" }])).toBe(false);
});
