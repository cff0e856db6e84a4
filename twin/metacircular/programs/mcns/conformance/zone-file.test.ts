import { describe, expect, it } from "vitest";
import { zoneFileOf } from "./zone-file.ts";
import { NODES, RECORDS, SERVICES, ZONES } from "./zones.ts";

const DAY = new Date("2026-04-03T12:00:00Z");
const [nodes, services] = ZONES.map((zone) => zoneFileOf(zone, DAY));

describe("zoneFileOf", () => {
  it("begins with the SOA and the name server of the zone", () => {
    expect(services?.split("\n").slice(0, 2)).toEqual([
      `${SERVICES}. 3600 IN SOA ns.${NODES}. admin.metacircular.net. 2026040300 3600 600 604800 60`,
      `${SERVICES}. 3600 IN NS ns.${NODES}.`,
    ]);
  });

  it("has each record in the one zone that it belongs to, and the cut to the zone below", () => {
    expect(nodes).toContain(`\n${SERVICES}. 3600 IN NS ns.${NODES}.\n`);
    for (const { name, type } of RECORDS) {
      const [own, other] = name.endsWith(`.${SERVICES}`) ? [services, nodes] : [nodes, services];
      expect(own).toContain(`\n${name}. 300 IN ${type} `);
      expect(other).not.toContain(`\n${name}. `);
    }
  });

  it("writes texts in quotes and targets as whole names", () => {
    expect(services).toContain(`note.${SERVICES}. 300 IN TXT "v=1 owner=mcp"`);
    expect(services).toContain(`docs.${SERVICES}. 300 IN CNAME mcr.${SERVICES}.`);
  });
});
