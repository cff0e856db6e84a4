import { HostNotReadyError } from "../../errors.ts";
import { drillCommand } from "../../invocation.ts";
import { overlap, parseSubnet } from "../engine/subnet.ts";
import type { Claim, Ticket } from "./claims.ts";

/** What a host has; all in MB. */
export type HostRoom = {
  /** Memory for new processes, without swapping. */
  readonly availableMb: number;
  /** What a claim already uses of its memory: that is no longer available. */
  readonly usedMb: (claim: Claim) => number;
  /** What is free in a folder, and the file system that it is in. */
  readonly diskOf: (folder: string) => { readonly freeMb: number; readonly device: number };
};

export type Wait = NonNullable<Claim["waitsFor"]>;

/** Stays free, in MB: a rig is more than its machines, and the host has other work. */
const spareMb = 512;

/**
 * What a claim has to wait for, among those of all living processes; undefined when it can be admitted. Those that
 * asked before come first, except where they wait for networks that this one does not need.
 * @throws HostNotReadyError when virtual machines do not fit although no other rig runs
 */
export const whyWait = (mine: Ticket, all: readonly Ticket[], host: HostRoom): Wait | undefined => {
  const others = all.filter(({ ticket }) => ticket !== mine.ticket);
  const admitted = others.filter(({ state }) => state !== "waiting");
  const before = others.filter(({ state, ticket }) => state === "waiting" && ticket < mine.ticket);
  return (
    waitForNetworks(mine, admitted, before) ??
    waitForTurn(before) ??
    waitForMemory(mine, admitted, host) ??
    waitForDisk(mine, admitted, host)
  );
};

const nameOf = ({ owner, label }: Claim): string => `process ${owner.pid} ("${label}")`;

const waitForNetworks = (
  mine: Ticket,
  admitted: readonly Ticket[],
  before: readonly Ticket[],
): Wait | undefined => {
  const engine = mine.networks?.engine ?? "";
  const wait = (why: string): Wait => ({ what: "networks", why: `the networks of ${engine}: ${why}` });
  const has = admitted.find((one) => shareAddresses(mine, one));
  if (has) return wait(`${nameOf(has)} has the same addresses`);
  const next = before.find((one) => shareAddresses(mine, one));
  return next && wait(`${nameOf(next)} waits for them, too`);
};

const shareAddresses = ({ networks: one }: Claim, { networks: other }: Claim): boolean =>
  one !== undefined &&
  one.engine === other?.engine &&
  one.subnets.some((subnet) =>
    other.subnets.some((taken) => overlap(parseSubnet(subnet), parseSubnet(taken))),
  );

/** One that fits must not pass a larger one for good. */
const waitForTurn = (before: readonly Ticket[]): Wait | undefined => {
  const first = before.find(({ waitsFor }) => waitsFor?.what !== "networks");
  const what = first?.waitsFor?.what;
  return first && what && { what, why: `its turn: ${nameOf(first)} waits for ${what}` };
};

const waitForMemory = (mine: Ticket, admitted: readonly Ticket[], host: HostRoom): Wait | undefined => {
  const { memoryMb, containersMb, machines } = mine;
  const have = host.availableMb;
  if (admitted.length === 0) {
    // Containers are not stopped by a guess: what they need depends on what they run.
    if (have >= memoryMb || memoryMb === containersMb) return undefined;
    throw new HostNotReadyError("too little memory for the virtual machines of this rig", {
      expected: `${memoryMb} MB free for ${machines} of them`,
      got: `${have} MB`,
      next: "stop other programs, or run the scenario with --on container",
    });
  }
  const reserved = admitted.reduce((sum, one) => sum + Math.max(0, one.memoryMb - host.usedMb(one)), 0);
  const free = have - reserved;
  if (free >= memoryMb + spareMb) return undefined;
  return {
    what: "memory",
    why: `memory: ${memoryMb + spareMb} MB are needed, and ${Math.max(0, free)} MB are left by ${admitted.map(nameOf).join(", ")}`,
  };
};

const waitForDisk = (mine: Ticket, admitted: readonly Ticket[], host: HostRoom): Wait | undefined => {
  if (mine.diskMb === 0) return undefined;
  const { freeMb, device } = host.diskOf(mine.diskFolder);
  const beside = admitted.filter(
    ({ diskMb, diskFolder }) => diskMb > 0 && host.diskOf(diskFolder).device === device,
  );
  const left = freeMb - beside.reduce((sum, { diskMb }) => sum + diskMb, 0);
  if (left >= mine.diskMb) return undefined;
  if (beside.length === 0) {
    throw new HostNotReadyError("too little room for the disks of virtual machines", {
      expected: `${mine.diskMb} MB free in ${mine.diskFolder}`,
      got: `${freeMb} MB`,
      next: `${drillCommand(["clean"], ["--cache"])}, or another place: DRILLBOOK_CACHE=DIR`,
    });
  }
  return {
    what: "disk",
    why: `disk: ${mine.diskMb} MB are needed in ${mine.diskFolder}, and ${Math.max(0, left)} MB are left by ${beside.map(nameOf).join(", ")}`,
  };
};
