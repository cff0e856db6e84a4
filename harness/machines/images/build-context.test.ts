import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type ImageContents, noContents } from "../../scenario/image-contents.ts";
import { contextDigest, contextFiles, vmContextFiles, writeContext } from "./build-context.ts";
import { releases } from "./releases.ts";

const made = {
  agent: "agent code",
  authority: { certificate: Buffer.from("certificate"), key: Buffer.from("key") },
};
const contents: ImageContents = {
  packages: ["nginx"],
  downloads: { packages: ["redis-server"], except: ["perl*"] },
  reservedIds: { users: [850], groups: [988] },
  maskedUnits: ["nginx.service"],
};
const files = contextFiles(made, contents);

test("the digest is the same for the same inputs and differs with each of them", () => {
  expect(contextDigest(contextFiles(made, contents))).toBe(contextDigest(files));
  const changed = [
    contextFiles({ ...made, agent: "other agent code" }, contents),
    contextFiles({ ...made, authority: { ...made.authority, key: Buffer.from("other key") } }, contents),
    contextFiles(made, { ...contents, packages: [] }),
    contextFiles(made, { ...contents, downloads: noContents.downloads }),
    contextFiles(made, { ...contents, reservedIds: noContents.reservedIds }),
    contextFiles(made, { ...contents, maskedUnits: [] }),
    files.filter((file) => file.path !== "lists/packages.txt"),
    files.map((file) => ({ ...file, executable: true })),
    files.map((file) => ({ ...file, path: `${file.path}x` })),
  ];
  const digests = [files, ...changed].map(contextDigest);
  expect(new Set(digests).size).toBe(digests.length);
});

test("the context has the Dockerfile's sources, with modes that do not depend on the clone", () => {
  const dir = mkdtempSync(join(tmpdir(), "drillbook-context-"));
  try {
    writeContext(dir, files);
    const mode = (path: string) => (statSync(join(dir, path)).mode & 0o777).toString(8);
    expect(mode("files/usr/lib/drillbook/container-init")).toBe("755");
    expect(mode("files/etc/systemd/journald.conf.d/drillbook.conf")).toBe("644");
    expect(mode("node")).toBe("755");
    expect(mode("lists/packages.txt")).toBe("644");
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test("a container's image has empty files where its machine writes its own name", () => {
  const sizes = files
    .filter(({ path }) => /^files\/etc\/host(?:s|name)$/.test(path))
    .map(({ path, data }) => [path, data.length]);
  expect(sizes).toEqual([
    ["files/etc/hostname", 0],
    ["files/etc/hosts", 0],
  ]);
});

test("each release has an image of its own, with its packages and without the lists of the others", () => {
  const contexts = Object.values(releases).map((release) => contextFiles(made, noContents, release));
  expect(new Set(contexts.map((one) => contextDigest(one))).size).toBe(contexts.length);
  const listed = (files: (typeof contexts)[number]) =>
    files.filter(({ path }) =>
      Object.values(releases).some(({ suite }) => path.includes(`${suite}-packages`)),
    );
  for (const context of [...contexts, vmContextFiles(made, noContents)]) expect(listed(context)).toEqual([]);
  const text = (path: string, release: keyof typeof releases) =>
    contextFiles(made, noContents, releases[release])
      .find((file) => file.path === path)
      ?.data.toString();
  expect(text("lists/packages.txt", "bookworm")).toMatch(/^slirp4netns$/m);
  expect(text("lists/packages.txt", "bookworm")).not.toContain("#");
  expect(text("lists/apt.conf", "forky")).toBe('Acquire::Check-Valid-Until "false";\n');
  expect(text("lists/apt.conf", "trixie")).toBe("");
});

test("a release's own file stands in place of the usual one, and is in no other image", () => {
  const environment = (release: keyof typeof releases) =>
    contextFiles(made, noContents, releases[release]).filter(({ path }) => path === "files/etc/environment");
  expect(environment("bookworm").map(({ data }) => data.toString())).toEqual([
    expect.stringContaining("CONTAINERS_STORAGE_CONF=/etc/containers/in-container.conf\n"),
  ]);
  expect(environment("trixie").map(({ data }) => data.toString())).toEqual([
    expect.stringContaining("PODMAN_IGNORE_CGROUPSV1_WARNING=1\n"),
  ]);
});

test.each([
  ["container", contextFiles(made, contents)],
  ["vm", vmContextFiles(made, contents)],
])("the image of a %s has the project's lists, where the scripts read them", (_, context) => {
  const list = (name: string) => context.find(({ path }) => path === `lists/${name}`)?.data.toString();
  expect(list("packages.txt")).toMatch(/^nginx$/m);
  expect(list("packages.txt")).toMatch(/^systemd$/m);
  expect(list("downloads.txt")).toBe("redis-server\n");
  expect(list("download-exceptions.txt")).toBe("perl*\n");
  expect(list("reserved-ids.txt")).toBe("group 988\nuser 850\n");
  // finish.sh reads what ends as the usual list does.
  expect(list("project-masked-units.txt")).toBe("nginx.service\n");
});
