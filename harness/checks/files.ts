import { accountOn } from "../scenario/account.ts";
import { type Check, check } from "../scenario/check.ts";
import type { MachineHandle } from "../scenario/machine.ts";

/** Checks on the files below a folder of a machine. */
export const files = (machine: Pick<MachineHandle, "name">, folder: string) => {
  const root = accountOn(machine.name, "root");
  const ofUid = (uid: number) => root.sh`find ${folder} -xdev -uid ${uid} -print -quit`;
  return {
    noneOwnedBy: (uid: number): Check =>
      check(`no file under ${folder} belongs to ${uid}`, ofUid(uid).printsNothing()),
    someOwnedBy: (uid: number): Check =>
      check(`files under ${folder} belong to ${uid}`, ofUid(uid).prints(`${folder}`)),
  };
};
