import { expect, test } from "vitest";
import { thisProcess } from "../engine/process-identity.ts";
import type { Ticket } from "./claims.ts";
import { type HostRoom, whyWait } from "./why-wait.ts";

const host = (room: Partial<HostRoom> = {}): HostRoom => ({
  availableMb: 8000,
  usedMb: () => 0,
  diskOf: () => ({ freeMb: 100_000, device: 1 }),
  ...room,
});

const vm = (ticket: number, claim: Partial<Ticket> = {}): Ticket => ({
  ticket,
  owner: { ...thisProcess(), pid: 100 + ticket },
  label: `drill-${ticket}`,
  kinds: ["vm"],
  machines: 1,
  memoryMb: 2348,
  containersMb: 0,
  diskMb: 2048,
  diskFolder: "/cache/vm",
  sinceMs: 0,
  state: "waiting",
  processes: [],
  ...claim,
});

const container = (ticket: number, subnet: string, claim: Partial<Ticket> = {}): Ticket =>
  vm(ticket, {
    kinds: ["container"],
    memoryMb: 350,
    containersMb: 350,
    diskMb: 0,
    networks: { engine: "Docker at unix:///run/docker.sock", subnets: [subnet] },
    ...claim,
  });

test("the first is admitted when it fits, and refused for good when virtual machines do not", () => {
  expect(whyWait(vm(1), [], host({ availableMb: 2400 }))).toBeUndefined();
  expect(() => whyWait(vm(1, { machines: 2, memoryMb: 4696 }), [], host({ availableMb: 2500 }))).toThrow(
    expect.objectContaining({
      code: "host-not-ready",
      message: "too little memory for the virtual machines of this rig",
      facts: expect.objectContaining({ got: "2500 MB", expected: "4696 MB free for 2 of them" }),
    }),
  );
  expect(() => whyWait(vm(1), [], host({ diskOf: () => ({ freeMb: 100, device: 1 }) }))).toThrow(
    expect.objectContaining({
      message: "too little room for the disks of virtual machines",
      facts: expect.objectContaining({ expected: "2048 MB free in /cache/vm", got: "100 MB" }),
    }),
  );
});

test("containers alone are not refused: what they need is a guess", () => {
  expect(whyWait(container(1, "192.0.2.0/24"), [], host({ availableMb: 100 }))).toBeUndefined();
});

test("beside others what they have not used yet is not free, and the one with it is named", () => {
  const other = vm(1, { state: "starting" });
  expect(whyWait(vm(2), [other], host({ availableMb: 5208 }))).toBeUndefined();
  expect(whyWait(vm(2), [other], host({ availableMb: 5207 }))).toEqual({
    what: "memory",
    why: 'memory: 2860 MB are needed, and 2859 MB are left by process 101 ("drill-1")',
  });
  // What it has used is no longer available, and is not subtracted once more.
  expect(whyWait(vm(2), [other], host({ availableMb: 2860, usedMb: () => 3000 }))).toBeUndefined();
});

test("the disks of others are not free on the same file system, and do not matter on another", () => {
  const other = vm(1, { state: "running", diskFolder: "/other/vm" });
  const disks = (device: number) =>
    host({ diskOf: (folder) => ({ freeMb: 4000, device: folder === "/other/vm" ? device : 1 }) });
  expect(whyWait(vm(2), [other], disks(1))).toEqual({
    what: "disk",
    why: 'disk: 2048 MB are needed in /cache/vm, and 1952 MB are left by process 101 ("drill-1")',
  });
  expect(whyWait(vm(2), [other], disks(2))).toBeUndefined();
});

test("equal addresses in one engine are had one rig at a time, in the order of asking", () => {
  const first = container(1, "192.0.2.0/24", { state: "running" });
  const second = container(2, "192.0.2.128/25");
  expect(whyWait(second, [first], host())).toEqual({
    what: "networks",
    why: 'the networks of Docker at unix:///run/docker.sock: process 101 ("drill-1") has the same addresses',
  });
  expect(whyWait(container(3, "192.0.2.0/24"), [second], host())).toMatchObject({
    why: 'the networks of Docker at unix:///run/docker.sock: process 102 ("drill-2") waits for them, too',
  });
  expect(whyWait(second, [container(3, "192.0.2.0/24")], host())).toBeUndefined();
});

test("other addresses, another engine and virtual machines do not wait for networks", () => {
  const first = container(1, "192.0.2.0/24", { state: "running" });
  const waiting = container(2, "192.0.2.0/24", { waitsFor: { what: "networks", why: "" } });
  const elsewhere = { networks: { engine: "Podman", subnets: ["192.0.2.0/24"] } };
  for (const one of [container(3, "198.51.100.0/24"), container(3, "192.0.2.0/24", elsewhere), vm(3)]) {
    expect(whyWait(one, [first, waiting], host())).toBeUndefined();
  }
});

test("one that fits does not pass one that waits for memory", () => {
  const large = vm(2, { memoryMb: 7000, waitsFor: { what: "memory", why: "" } });
  expect(whyWait(container(3, "192.0.2.0/24"), [vm(1, { state: "running" }), large], host())).toEqual({
    what: "memory",
    why: 'its turn: process 102 ("drill-2") waits for memory',
  });
});
