import type Docker from "dockerode";
import { expect, test } from "vitest";
import { MachineError } from "../../errors.ts";
import { attachmentsOf, machineCreateOptions, machineHostConfig } from "./create-options.ts";
import { refusedToDrop } from "./dropped-capabilities.ts";

const machine = {
  name: "rift",
  addresses: { lan: "192.0.2.10", tailnet: "198.51.100.10" },
  users: [],
  provision: [],
};
const names = new Map([
  ["lan", "drillbook-x-lan"],
  ["tailnet", "drillbook-x-tailnet"],
]);
const engine = (isPodman: boolean) => ({ podman: isPodman, docker: {} as Docker });
const [docker, podman] = [engine(false), engine(true)];
const rig = { label: "a drill", rig: "x", kept: false };

test("a machine is created in its first network with its address, under its own host name", () => {
  const options = machineCreateOptions(machine, attachmentsOf(machine, names), rig, ["ONE=1"]);
  expect(options).toMatchObject({
    name: "drillbook-x-rift",
    Hostname: "rift",
    Env: ["DRILLBOOK_ADDRESS=192.0.2.10", "ONE=1"],
    Labels: { drillbook: "a drill", "drillbook.machine": "rift" },
  });
  expect(options.NetworkingConfig?.EndpointsConfig).toEqual({
    "drillbook-x-lan": { IPAMConfig: { IPv4Address: "192.0.2.10" } },
  });
});

// Rootless Podman 5.4: every machine of a provisioned rig ran into the time limit of its shutdown, and was killed.
test("a machine is stopped with systemd's signal, also when its image names another", () => {
  expect(machineCreateOptions(machine, [], rig).StopSignal).toBe("SIGRTMIN+3");
});

test("a machine has as many processes as its host", () => {
  for (const one of [docker, podman]) expect(machineHostConfig([], one).PidsLimit).toBe(0);
});

test("a machine without an address has no network at all", () => {
  expect(machineHostConfig([], docker).NetworkMode).toBe("none");
});

test("setuid helpers below /run and /tmp work", () => {
  const { Tmpfs } = machineHostConfig([], docker);
  expect(Object.values(Tmpfs ?? {})).toEqual([
    expect.stringMatching(/exec,suid/),
    expect.stringMatching(/exec,suid/),
  ]);
});

test("Podman is told in its own word that nothing is masked; Docker would refuse it", () => {
  expect(machineHostConfig([], podman).SecurityOpt).toContain("unmask=ALL");
  expect(machineHostConfig([], docker).SecurityOpt).not.toContain("unmask=ALL");
});

test("any account can serve port 53, in every engine", () => {
  for (const one of [docker, podman]) {
    expect(machineHostConfig([], one).Sysctls).toEqual({ "net.ipv4.ip_unprivileged_port_start": "0" });
  }
});

// Docker 26.1.5 on a host without CAP_SYS_RESOURCE; 20.10 takes the same call there.
test("an engine that cannot drop what its host has not got is asked for that no more, and others still are", () => {
  const [one, other] = [engine(false), engine(false)];
  const got =
    'invalid CapDrop: capability not supported by your kernel or not available in the current environment: "CAP_SYS_RESOURCE"';
  expect(machineHostConfig([], one).CapDrop).toEqual(["SYS_RESOURCE"]);
  expect(refusedToDrop(one, new MachineError("refused", { cause: new Error("no such image") }))).toBe(false);
  expect(machineHostConfig([], one).CapDrop).toEqual(["SYS_RESOURCE"]);
  expect(refusedToDrop(one, new MachineError("refused", { cause: new Error(got) }))).toBe(true);
  // Of two machines that start at once, both are refused.
  expect(refusedToDrop(one, new Error(got))).toBe(true);
  expect(machineHostConfig([], one)).toMatchObject({ CapAdd: ["ALL"], CapDrop: [] });
  expect(machineHostConfig([], other).CapDrop).toEqual(["SYS_RESOURCE"]);
});

test("a network that the rig does not have is named", () => {
  const lost = { ...machine, addresses: { nowhere: "192.0.2.10" } };
  expect(() => attachmentsOf(lost, names)).toThrow('rift: the rig has no network "nowhere"');
});
