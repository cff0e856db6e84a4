import { readFileSync } from "node:fs";
import { execa } from "execa";
import { MachineError } from "../../errors.ts";

/** Sets the size that files of a process may have: prlimit with RLIMIT_FSIZE, by the system call's number on x86-64. */
const limitProgram = String.raw`
my $size = shift(@ARGV) eq "none" ? 0 : ~0;
for my $pid (@ARGV) { syscall(302, $pid + 0, 1, pack("QQ", $size, ~0), 0) == 0 or $!{ESRCH} or die("$pid: $!\n") }`;

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);

/**
 * Lets no process of the kernel that this one holds write into a file any more, or lets them all again: each write of the guest's disk
 * fails, and reads do not. @throws MachineError
 */
export const limitWrites = async (holder: number, writes: "none" | "all"): Promise<void> => {
  const [kernel = 0] = childrenOf(holder);
  const pids = [kernel, ...childrenOf(kernel)].map(String);
  const run = await execa("perl", ["-MErrno", "-e", limitProgram, writes, ...pids], {
    ...{ stdin: "ignore", all: true, reject: false },
  });
  if (!run.failed) return;
  throw new MachineError("the writes of a user-mode kernel could not be limited", { got: run.all });
};
