import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { databaseFiles } from "./kept-data.ts";
import { onLibrary17, todaysRelease } from "./old-releases.ts";
import type { ProvisionItem } from "./provision-items.ts";
import { riftProvision } from "./provision-rift.ts";
import { service } from "./service-words.ts";

const buildsIn = (items: readonly ProvisionItem[]): readonly string[] =>
  items.flatMap((item) =>
    item.kind === "command" && item.script.join("").includes("build-service-image")
      ? [item.script.join("").replace(/^.*:8443\//, "")]
      : [],
  );

const bundlesIn = (items: readonly ProvisionItem[]): readonly string[] =>
  items.flatMap((item) =>
    item.kind === "file" && "bundleOf" in item.content ? [item.content.bundleOf] : [],
  );

describe("a service on release 1.7 of the library", () => {
  it("differs from its definition in the tag of its image alone", () => {
    const line = (text: readonly unknown[]) => text.join("");
    expect(line(onLibrary17("mcr-api").podmanRun.text)).toBe(
      line(service("mcr-api").podmanRun.text).replace("mcr:v1.2.1", "mcr:v1.2.0"),
    );
    expect(onLibrary17("metacrypt-api").image).toMatch(/\/metacrypt:v1\.3\.0$/);
  });

  it("is built from the old program, with the files of today's", () => {
    const items = riftProvision({ components: [onLibrary17("mcr-api").component], whole: false });
    expect(buildsIn(items)).toEqual(["mcr:v1.2.0 /usr/local/lib/metacircular/images/mcr-library-1-7"]);
    const bundles = bundlesIn(items);
    expect(bundles).toContain("twin/metacircular/programs/mcr/main-library-1-7.ts");
    expect(bundles).not.toContain("twin/metacircular/programs/mcr/main.ts");
    for (const bundle of bundles) expect(existsSync(bundle), bundle).toBe(true);
    expect(items.filter((item) => item.kind === "file").map(({ path }) => path)).toContain(
      "/srv/mcr/mcr.toml",
    );
  });

  it("has today's release beside it where that is wanted", () => {
    expect(buildsIn(todaysRelease(["mcr-api", "metacrypt-api"]))).toEqual([
      "mcr:v1.2.1 /usr/local/lib/metacircular/images/mcr",
      "metacrypt:v1.3.1 /usr/local/lib/metacircular/images/metacrypt",
    ]);
  });
});

describe("the files of a database", () => {
  it("are three", () => {
    expect(databaseFiles(service("mcq"))).toEqual([
      "/srv/mcq/mcq.db",
      "/srv/mcq/mcq.db-wal",
      "/srv/mcq/mcq.db-shm",
    ]);
  });

  it("are asked in vain of a service without one", () => {
    const kls = service("kls");
    const without = { ...kls, component: { ...kls.component, databaseFile: undefined } };
    expect(() => databaseFiles(without)).toThrow("kls has no database");
  });
});
