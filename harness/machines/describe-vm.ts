import type { Finding } from "./engine/finding.ts";
import { findCommand, type HostCommand, isRoot, vmImageCommands } from "./engine/host-commands.ts";
import { describeUml } from "./uml/program.ts";
import { describeAccelerator } from "./vm/qemu/accelerator.ts";
import { describeQemu } from "./vm/qemu/programs.ts";

/** The requirements of `drill … --on vm`, and how QEMU runs the guest; installs and starts nothing. */
export const describeVm = (find: (command: string) => string | undefined = findCommand): Finding[] => {
  // What container machines need, too, is told with them.
  const commands = vmImageCommands.filter(({ command }) => command !== "mmdebstrap");
  return [
    { what: "QEMU, for virtual machines", ...describeQemu(), fix: "" },
    ...commands.map((command) => describeCommand(command, find)),
    { what: "the processor of virtual machines", state: "found", detail: describeAccelerator(), fix: "" },
    { what: "user-mode Linux, for machines with a kernel of their own", ...describeUml(), fix: "" },
  ];
};

/** If it is missing, there is nothing to fix: drills on containers do not need it. */
const describeCommand = (
  { command, packages, for: purpose }: HostCommand,
  find: (command: string) => string | undefined,
): Finding => {
  const what = `${command}, for ${purpose}`;
  const path = find(command);
  if (path !== undefined) return { what, state: "found", detail: path, fix: "" };
  const install = `apt-get install -y --no-install-recommends ${packages.join(" ")}`;
  const detail = `only for --on vm: ${isRoot() ? `a drill installs it (${install})` : `sudo ${install}`}`;
  return { what, state: "missing", detail, fix: "" };
};
