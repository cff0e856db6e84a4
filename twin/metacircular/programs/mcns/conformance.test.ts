import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningService, runService } from "../testing/run-service.ts";
import { CONFORMANCE_CASES } from "./conformance/cases.ts";
import { mcnsConfigFor } from "./conformance/mcns-config.ts";
import { runConformance } from "./conformance/run.ts";
import { World } from "./conformance/world.ts";

describe("the conformance of mcns", () => {
  let world: World;
  let mcns: RunningService;
  beforeAll(async () => {
    world = await World.open();
    mcns = await runService("mcns", mcnsConfigFor(world.address));
  });
  afterAll(async () => {
    await mcns[Symbol.asyncDispose]();
    await world[Symbol.asyncDispose]();
  });

  it("holds in every case, all of them within a second", async () => {
    const startedMs = performance.now();
    const results = await runConformance({
      host: "127.0.0.1",
      udpPort: mcns.port("dns/udp"),
      tcpPort: mcns.port("dns/tcp"),
    });
    const tookMs = performance.now() - startedMs;
    expect(results.filter(({ differences }) => differences.length > 0)).toEqual([]);
    expect(results).toHaveLength(CONFORMANCE_CASES.length);
    expect(tookMs).toBeLessThan(1_000);
  });
});
