import type Docker from "dockerode";
import { expect, test } from "vitest";
import { MachineError } from "../../errors.ts";
import { noNetwork } from "./container-networks.ts";
import { machineCreateOptions, machineHostConfig } from "./create-options.ts";
import { refusedToDrop } from "./dropped-capabilities.ts";

const machine = {
  name: "rift",
  addresses: { lan: "192.0.2.10", tailnet: "198.51.100.10" },
  users: [],
  provision: [],
};
const engine = (isPodman: boolean) => ({ podman: isPodman, docker: {} as Docker });
const [docker, podman] = [engine(false), engine(true)];
const rig = { label: "a drill", rig: "x", kept: false };

test("a machine is created as its networks ask, under its own host name", () => {
  const endpoints = { "drillbook-x-lan": { IPAMConfig: { IPv4Address: "192.0.2.10" } } };
  const networks = { mode: "drillbook-x-lan", endpoints, env: ["DRILLBOOK_ADDRESS=192.0.2.10"] };
  const options = machineCreateOptions(machine, networks, rig, ["ONE=1"]);
  expect(options).toMatchObject({
    name: "drillbook-x-rift",
    Hostname: "rift",
    Env: ["DRILLBOOK_ADDRESS=192.0.2.10", "ONE=1"],
    Labels: { drillbook: "a drill", "drillbook.machine": "rift" },
  });
  expect(options.NetworkingConfig?.EndpointsConfig).toEqual(endpoints);
  expect(machineHostConfig(networks, docker).NetworkMode).toBe("drillbook-x-lan");
});

// Rootless Podman 5.4: every machine of a provisioned rig ran into the time limit of its shutdown, and was killed.
test("a machine is stopped with systemd's signal, also when its image names another", () => {
  expect(machineCreateOptions(machine, noNetwork, rig).StopSignal).toBe("SIGRTMIN+3");
});

test("a machine has as many processes as its host", () => {
  for (const one of [docker, podman]) expect(machineHostConfig(noNetwork, one).PidsLimit).toBe(0);
});

test("setuid helpers below /run and /tmp work", () => {
  const { Tmpfs } = machineHostConfig(noNetwork, docker);
  expect(Object.values(Tmpfs ?? {})).toEqual([
    expect.stringMatching(/exec,suid/),
    expect.stringMatching(/exec,suid/),
  ]);
});

test("Podman is told in its own word that nothing is masked; Docker would refuse it", () => {
  expect(machineHostConfig(noNetwork, podman).SecurityOpt).toContain("unmask=ALL");
  expect(machineHostConfig(noNetwork, docker).SecurityOpt).not.toContain("unmask=ALL");
});

test("any account can serve port 53, in every engine", () => {
  for (const one of [docker, podman]) {
    expect(machineHostConfig(noNetwork, one).Sysctls).toEqual({ "net.ipv4.ip_unprivileged_port_start": "0" });
  }
});

// Docker 26.1.5 on a host without CAP_SYS_RESOURCE; 20.10 takes the same call there.
test("an engine that cannot drop what its host has not got is asked for that no more, and others still are", () => {
  const [one, other] = [engine(false), engine(false)];
  const got =
    'invalid CapDrop: capability not supported by your kernel or not available in the current environment: "CAP_SYS_RESOURCE"';
  expect(machineHostConfig(noNetwork, one).CapDrop).toEqual(["SYS_RESOURCE"]);
  expect(refusedToDrop(one, new MachineError("refused", { cause: new Error("no such image") }))).toBe(false);
  expect(machineHostConfig(noNetwork, one).CapDrop).toEqual(["SYS_RESOURCE"]);
  expect(refusedToDrop(one, new MachineError("refused", { cause: new Error(got) }))).toBe(true);
  // Of two machines that start at once, both are refused.
  expect(refusedToDrop(one, new Error(got))).toBe(true);
  expect(machineHostConfig(noNetwork, one)).toMatchObject({ CapAdd: ["ALL"], CapDrop: [] });
  expect(machineHostConfig(noNetwork, other).CapDrop).toEqual(["SYS_RESOURCE"]);
});
