import { expect, test } from "vitest";
import { noContents } from "../../../scenario/image-contents.ts";
import { baseDigest } from "../../images/base-tar.ts";
import { contextFiles } from "../../images/build-context.ts";
import { usualRelease } from "../../images/releases.ts";
import { type BuildInputs, buildInputs, inputsDigest } from "./build-inputs.ts";

const made = {
  agent: "agent code",
  authority: { certificate: Buffer.from("certificate"), key: Buffer.from("key") },
};
const contents = { ...noContents, packages: ["nginx"] };
const inputs = buildInputs(made, contents);
const changed = (change: Partial<BuildInputs>): string => inputsDigest({ ...inputs, ...change });
const [first, ...others] = inputs.context;
if (first === undefined) throw new Error("the image is made of no files");

test("the digest is the same for the same inputs and differs with each of them", () => {
  expect(inputsDigest(buildInputs(made, contents))).toBe(inputsDigest(inputs));
  const digests = [
    inputsDigest(inputs),
    inputsDigest(buildInputs({ ...made, agent: "other agent code" }, contents)),
    changed({ suite: "forky" }),
    changed({ base: "0" }),
    changed({ arch: "arm64" }),
    changed({ nodeVersion: "24.0.0" }),
    changed({ diskSize: "9G" }),
    changed({ packages: inputs.packages.slice(1) }),
    changed({ context: others }),
    changed({ context: [{ ...first, executable: !first.executable }, ...others] }),
    changed({ context: [{ ...first, data: Buffer.from("other") }, ...others] }),
    ...[...inputs.own.keys()].map((name) =>
      changed({ own: new Map([...inputs.own, [name, Buffer.from("other")]]) }),
    ),
  ];
  expect(new Set(digests).size).toBe(digests.length);
});

test("a virtual machine has every package of a container machine, and a kernel", () => {
  expect(inputs.base).toBe(baseDigest(contents, usualRelease));
  expect(inputs.packages).toContain("linux-image-cloud-amd64");
});

test("both kinds have the same files, but for those of their own", () => {
  const pathsOf = (files: readonly { readonly path: string }[]) => files.map(({ path }) => path);
  const [vm, container] = [pathsOf(inputs.context), pathsOf(contextFiles(made, contents))];
  const shared = ["lists/packages.txt", "lists/masked-units.txt", "lists/reserved-ids.txt"];
  expect(vm).toEqual(expect.arrayContaining([...shared, "scripts/finish.sh", "agent.mjs"]));
  expect(container).toEqual(expect.arrayContaining([...shared, "scripts/finish.sh", "agent.mjs"]));
  expect(vm.filter((path) => /container/.test(path))).toEqual([]);
  expect(container.filter((path) => /\bvm\b|drillbook-agent/.test(path))).toEqual([]);
});
