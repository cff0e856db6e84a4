import { hostname, release } from "node:os";
import type Docker from "dockerode";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Engine } from "../../engine/engine.ts";
import { whyNotOwn } from "./can-own.ts";

const engine = (
  differs: Partial<Engine> = {},
  info: object = { Name: hostname(), KernelVersion: release() },
) =>
  ({
    name: "Docker 26.1.5",
    dockerHost: "unix:///var/run/docker.sock",
    isolated: false,
    rootless: false,
    docker: { info: async () => info } as unknown as Docker,
    ...differs,
  }) as Engine;

beforeEach(() => {
  vi.stubEnv("DRILLBOOK_NETWORKS", undefined);
  vi.spyOn(process, "getuid").mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const elsewhere = (dockerHost = "unix:///var/run/docker.sock") =>
  `the machines of Docker 26.1.5 at ${dockerHost} are not processes of this host`;

test("rigs in an engine of this host have networks of their own, for root", async () => {
  expect(await whyNotOwn(engine())).toBeUndefined();
  vi.spyOn(process, "getuid").mockReturnValue(1000);
  expect(await whyNotOwn(engine())).toBe("only root can make others");
});

test("rigs in an engine elsewhere have the engine's, whatever its socket is like", async () => {
  expect(await whyNotOwn(engine({ dockerHost: "tcp://192.0.2.1:2375" }))).toBe(
    elsewhere("tcp://192.0.2.1:2375"),
  );
  expect(await whyNotOwn(engine({}, { Name: "docker-desktop", KernelVersion: release() }))).toBe(elsewhere());
  expect(await whyNotOwn(engine({}, { Name: hostname(), KernelVersion: "6.6.12-linuxkit" }))).toBe(
    elsewhere(),
  );
});

test("a private engine that is not of this cache has its own", async () => {
  const dockerHost = "unix:///tmp/drillbook-0-other/docker.sock";
  expect(await whyNotOwn(engine({ dockerHost, isolated: true }))).toBe(elsewhere(dockerHost));
});

test("rigs in a rootless engine, or where that is asked for, have the engine's", async () => {
  expect(await whyNotOwn(engine({ rootless: true }))).toBe("the engine is rootless");
  vi.stubEnv("DRILLBOOK_NETWORKS", "engine");
  expect(await whyNotOwn(engine())).toBe("DRILLBOOK_NETWORKS asks for them");
});
