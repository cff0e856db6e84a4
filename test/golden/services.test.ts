import { describe, expect, it } from "vitest";
import { onPlatform } from "#harness/scenario/platform-profile.ts";
import { definitions } from "#twin/metacircular/services.ts";
import { serviceTable } from "#twin/platform/service-table.ts";
import { podmanText, quadletFiles } from "#twin/services-command/texts.ts";
import { expectGolden } from "./golden.ts";

const all = definitions().flatMap(({ components }) => components);
const addresses: Readonly<Record<string, string>> = { lan: "192.0.2.10", tailnet: "198.51.100.10" };
const resolve = onPlatform(({ network }) => addresses[network] ?? "", undefined);

describe("the services of the platform", () => {
  it("as podman run commands", () => {
    expectGolden("services/podman.txt", podmanText(all, resolve));
  });

  it("as a table", () => {
    expectGolden("services/table.md.golden", serviceTable(all, resolve));
  });

  const files = quadletFiles(all, all, resolve);

  it("as Quadlet units, one for each", () => {
    expect(files).toHaveLength(12);
  });

  it.each(files)("as $name", ({ name, content }) => {
    expectGolden(`services/${name}`, content);
  });
});
