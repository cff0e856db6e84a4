import { HostNotReadyError, InterruptedError, MachineError } from "../errors.ts";
import type { OwnKernelHost } from "../plan/own-kernel.ts";
import type { ImageContents } from "../scenario/image-contents.ts";
import { listenForInterruption } from "./interruption.ts";

/** What is known of this host's ways to run a kernel of a machine's own; starts nothing. */
export const lookAtOwnKernelHost = async (setup: boolean): Promise<OwnKernelHost> => {
  const [{ lookAtKvm, kvmWords }, { whyNoUmlWithout }] = await Promise.all([
    import("../machines/vm/qemu/accelerator.ts"),
    import("../machines/uml/program.ts"),
  ]);
  const noUml = whyNoUmlWithout(setup);
  const kvm = lookAtKvm();
  const uml = noUml === undefined ? {} : { noUml };
  if (kvm === undefined) return { kvm: "untried", kvmWords: "KVM has not been tried on this host", ...uml };
  return { kvm: kvm.accelerator === "kvm" ? "boots" : "fails", kvmWords: kvmWords(kvm), ...uml };
};

/** The same, and KVM is tried where only that can tell: by a boot of the guest's kernel, which is made for it. */
export const tryOwnKernelHost = async (setup: boolean, contents: ImageContents): Promise<OwnKernelHost> => {
  const seen = await lookAtOwnKernelHost(setup);
  if (seen.kvm !== "untried") return seen;
  const onProgress = (line: string) => process.stderr.write(`${line}\n`);
  onProgress("trying whether KVM boots a guest here (once) …");
  const { tryKvm } = await import("../machines/vm/try-kvm.ts");
  using interruption = listenForInterruption((reason) => onProgress(`interrupted by ${reason}`));
  try {
    await tryKvm(contents, { setup, onProgress, signal: interruption.signal });
  } catch (error) {
    if (interruption.signal.aborted) throw new InterruptedError("interrupted");
    if (!(error instanceof HostNotReadyError || error instanceof MachineError)) throw error;
    // A kind that needs the same says it again, in its drill.
    return { ...seen, kvm: "fails", kvmWords: `KVM could not be tried: ${error.message}` };
  }
  return lookAtOwnKernelHost(setup);
};
