import { expect, test } from "vitest";
import { UsageError } from "../errors.ts";
import { differIn, tellingVersions, variantFlags, variantFolder, variantsOf } from "./variant.ts";
import { releasesAlone, type Variants } from "./variants.ts";

const variants: Variants = {
  ...releasesAlone,
  podman: { "4.3": "bookworm", "5.4": "trixie", "5.8": "forky" },
  postgresql: { "15": "bookworm", "17": "trixie" },
};

test("each kind of machine is drilled with each version", () => {
  const all = variantsOf(["container", "vm"], variants, { postgresql: ["17", "15"] });
  expect(all.map(({ kind, asked }) => [kind, asked])).toEqual([
    ["container", { postgresql: "17" }],
    ["container", { postgresql: "15" }],
    ["vm", { postgresql: "17" }],
    ["vm", { postgresql: "15" }],
  ]);
});

test("a variant has the release of the version that was asked for, and every version that this release has", () => {
  const versionsWith = (asked: Record<string, string[]>) =>
    variantsOf(["vm"], variants, asked).map(({ versions }) => versions);
  const bookworm = { release: "bookworm", podman: "4.3", postgresql: "15" };
  expect(versionsWith({ postgresql: ["15"] })).toEqual([bookworm]);
  expect(versionsWith({ release: ["bookworm"] })).toEqual([bookworm]);
  expect(versionsWith({ release: ["bookworm"], podman: ["4.3"] })).toEqual([bookworm]);
  expect(versionsWith({ podman: ["5.8"] })).toEqual([{ release: "forky", podman: "5.8" }]);
  expect(versionsWith({})).toEqual([{ release: "trixie", podman: "5.4", postgresql: "17" }]);
});

test.each([
  [
    { release: ["bookworm"], podman: ["5.4"] },
    "--release bookworm needs bookworm, --podman 5.4 needs trixie",
  ],
  [
    { podman: ["5.4", "4.3"], postgresql: ["17"] },
    "--podman 4.3 needs bookworm, --postgresql 17 needs trixie",
  ],
])("versions of two releases in one drill are refused: %j", (asked, got) => {
  const refused = () => variantsOf(["container"], variants, asked);
  expect(refused).toThrow(UsageError);
  expect(refused).toThrow(expect.objectContaining({ facts: expect.objectContaining({ got }) }));
});

test("variants are told from each other by what was asked for", () => {
  const all = variantsOf(["vm"], variants, { postgresql: ["17", "15"] });
  expect(all.map((one) => tellingVersions(one, all))).toEqual([{ postgresql: "17" }, { postgresql: "15" }]);
  expect(all.map((one) => variantFolder(one, all))).toEqual(["vm-postgresql-17", "vm-postgresql-15"]);
  expect(variantFlags(all, {})).toEqual(["--on qemu", "--postgresql 17,15"]);
  expect([differIn("postgresql", all), differIn("kind", all)]).toEqual([true, false]);
  const [one = undefined] = variantsOf(["vm"], variants, { postgresql: ["15"] });
  expect(one && tellingVersions(one, [one])).toEqual({});
});
