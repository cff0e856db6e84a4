import { expect, test } from "vitest";
import { podmanVariants } from "../plan/testing/plan-of.ts";
import { variantFolder, variantsOf } from "../variants/variant.ts";
import { onVariant, variantHead } from "./variant-words.ts";

test.each([
  ["kinds alone", variantsOf(["container", "vm"], podmanVariants), ["container", "vm"], "a VM", "vm"],
  [
    "versions alone",
    variantsOf(["container"], podmanVariants, { podman: ["5.4", "4.3"] }),
    ["podman 5.4", "podman 4.3"],
    "a container with podman 4.3",
    "container-podman-4.3",
  ],
  [
    "both",
    variantsOf(["container", "vm"], podmanVariants, { podman: ["5.4", "5.8"] }),
    ["container, podman 5.4", "container, podman 5.8", "vm, podman 5.4", "vm, podman 5.8"],
    "a VM with podman 5.8",
    "vm-podman-5.8",
  ],
  [
    "one version that was asked for",
    variantsOf(["vm"], podmanVariants, { podman: ["5.8"] }),
    ["vm"],
    "a VM",
    "vm",
  ],
] as const)("drills that differ in %s are told by that", (_, all, heads, lastWords, lastFolder) => {
  expect(all.map((one) => variantHead(one, all))).toEqual(heads);
  const [last] = all.slice(-1);
  if (last === undefined) throw new TypeError("there is none");
  expect(onVariant(last, all)).toBe(lastWords);
  expect(variantFolder(last, all)).toBe(lastFolder);
});
