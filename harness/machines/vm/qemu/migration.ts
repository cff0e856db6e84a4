import { setTimeout as delay } from "node:timers/promises";
import { MachineError } from "../../../errors.ts";
import { onThisHost } from "../../host-load.ts";
import type { Qemu } from "./process.ts";

const channels = 2;
const pollMs = 4;
const saveMs = 60_000;
const restoreMs = 30_000;

/** Each page has its place in the file, and several threads write and read them. Source: QEMU's mapped-ram. */
const asFile = async (qemu: Qemu): Promise<void> => {
  const capabilities = ["mapped-ram", "multifd"].map((capability) => ({ capability, state: true }));
  await qemu.qmp.call("migrate-set-capabilities", { capabilities });
  await qemu.qmp.call("migrate-set-parameters", { "multifd-channels": channels, "max-bandwidth": 0 });
};

/** Writes the stopped machine's memory and devices into a file. @throws MachineError with QEMU's message */
export const saveState = async (qemu: Qemu, file: string): Promise<void> => {
  await asFile(qemu);
  await qemu.qmp.call("migrate", { uri: `file:${file}` });
  await until(qemu, "save its state", saveMs, async () => {
    const { status, "error-desc": error } = (await qemu.qmp.call("query-migrate")) as {
      readonly status?: string;
      readonly "error-desc"?: string;
    };
    if (status === "failed" || status === "cancelled") throw failed(qemu, "save its state", error ?? status);
    return status === "completed";
  });
};

/** Restores a saved state into a waiting machine, which is paused until `cont`. @throws MachineError */
export const restoreState = async (qemu: Qemu, file: string): Promise<void> => {
  await asFile(qemu);
  // While it reads, from a disk that may be slow, QEMU answers nothing: the whole of the time is its own.
  await qemu.qmp.call("migrate-incoming", { uri: `file:${file}` }, restoreMs);
  await until(qemu, "take its saved state", restoreMs, async () => {
    const { status } = (await qemu.qmp.call("query-status", {}, restoreMs)) as { readonly status?: string };
    return status === "paused" || status === "postmigrate";
  });
};

const until = async (
  qemu: Qemu,
  what: string,
  withinMs: number,
  look: () => Promise<boolean>,
): Promise<void> => {
  const since = performance.now();
  try {
    while (!(await look())) {
      if (performance.now() - since > onThisHost(withinMs))
        throw failed(qemu, what, `not within ${withinMs / 1000} s`);
      await delay(pollMs);
    }
  } catch (error) {
    if (!qemu.isAlive) throw failed(qemu, what, `QEMU ${await qemu.ended}\n${qemu.errors}`);
    throw error;
  }
};

const failed = (qemu: Qemu, what: string, got: string): MachineError =>
  new MachineError(`${qemu.spec.name}: the machine could not ${what}`, { got: got.trim() });
