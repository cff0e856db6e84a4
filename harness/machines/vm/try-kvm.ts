import type { ImageContents } from "../../scenario/image-contents.ts";
import type { BuildOptions } from "../images/mmdebstrap.ts";
import { ensureVmImage } from "./image/index.ts";
import { type Acceleration, chooseAccelerator } from "./qemu/accelerator.ts";
import { ensureQemu } from "./qemu/programs.ts";

/**
 * How QEMU runs the guest's processor on this host, by a boot of the guest's kernel; makes what that takes.
 * @throws HostNotReadyError when this host lacks what it takes
 * @throws MachineError with the last lines of what failed
 */
export const tryKvm = async (contents: ImageContents, options: BuildOptions): Promise<Acceleration> => {
  const { version } = await ensureQemu(options);
  return chooseAccelerator(await ensureVmImage(contents, options), version);
};
