import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningService, runService } from "../testing/run-service.ts";
import { CONFORMANCE_CASES } from "./conformance/cases.ts";
import { mcnsConfigFor } from "./conformance/mcns-config.ts";
import { runConformance } from "./conformance/run.ts";
import { World } from "./conformance/world.ts";
import { mcns as program } from "./program.ts";

describe("the conformance of mcns", () => {
  let world: World;
  let mcns: RunningService;
  beforeAll(async () => {
    world = await World.open();
    mcns = await runService(program, mcnsConfigFor(world.address));
  });
  afterAll(async () => {
    await mcns[Symbol.asyncDispose]();
    await world[Symbol.asyncDispose]();
  });

  it("holds in every case", async () => {
    const results = await runConformance({
      host: "127.0.0.1",
      udpPort: mcns.port("dns/udp"),
      tcpPort: mcns.port("dns/tcp"),
    });
    expect(results.filter(({ differences }) => differences.length > 0)).toEqual([]);
    expect(results).toHaveLength(CONFORMANCE_CASES.length);
  });
});
