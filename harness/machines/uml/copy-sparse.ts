import { execa } from "execa";
import { MachineError } from "../../errors.ts";

/** Copies a file with its holes. @throws MachineError with what cp said */
export const copySparse = async (from: string, to: string): Promise<void> => {
  const args = ["--sparse=always", "--reflink=auto", from, to];
  const run = await execa("cp", args, { stdin: "ignore", all: true, reject: false });
  if (run.failed)
    throw new MachineError("a disk could not be copied", { command: `cp ${args.join(" ")}`, got: run.all });
};
