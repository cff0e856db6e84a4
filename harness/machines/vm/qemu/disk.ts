import { execa } from "execa";
import { MachineError } from "../../../errors.ts";
import { qemuProgram } from "./programs.ts";

const imageMs = 60_000;

const qemuImg = async (args: readonly string[]): Promise<string> => {
  const [command = "", ...words] = [...qemuProgram("qemu-img"), ...args];
  const run = await execa(command, words, { stdin: "ignore", all: true, reject: false, timeout: imageMs });
  if (!run.failed) return run.stdout;
  throw new MachineError("qemu-img failed", {
    command: `qemu-img ${args.join(" ")}`,
    got: run.all.trim().split("\n").slice(-5).join("\n"),
  });
};

/** An overlay: a disk with the differences to a base disk, which must not change any more, and is raw where its name says so. */
export const createOverlay = async (file: string, backing: string): Promise<void> => {
  const format = backing.endsWith(".raw") ? "raw" : "qcow2";
  await qemuImg(["create", "-q", "-f", "qcow2", "-b", backing, "-F", format, file]);
};
