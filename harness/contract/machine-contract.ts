import { afterAll, beforeAll, describe } from "vitest";
import type { RigHost } from "../machines/rig-host.ts";
import type { Rig } from "../scenario/rig.ts";
import { commandContract } from "./command-contract.ts";
import { contractRig, type Subject, startSubject } from "./contract-rig.ts";
import { fileContract } from "./file-contract.ts";
import { lifeContract } from "./life-contract.ts";
import { probeContract } from "./probe-contract.ts";

/** The contract of the port Machine, for every kind; the last test stops the rig. */
export const machineContract = (
  name: string,
  makeHost: () => Promise<RigHost> | RigHost,
  rig: Rig = contractRig,
): void => {
  describe(`a ${name} machine`, () => {
    let subject: Subject;
    beforeAll(async () => {
      subject = await startSubject(await makeHost(), rig);
    });
    afterAll(async () => {
      await subject.rig.stop();
      await subject.host[Symbol.asyncDispose]();
    });
    const current = () => subject;
    describe("commands", () => commandContract(current));
    describe("files", () => fileContract(current));
    describe("probes", () => probeContract(current));
    describe("life", () => lifeContract(current));
  });
};
