import type { MachineKind } from "../scenario/machine-kind.ts";
import type { OpenHost } from "./rig-host.ts";

/** How the host of each kind of machine is opened, a line each; its code is loaded when it is asked for. */
export const kinds: Readonly<Record<MachineKind, () => Promise<{ readonly open: OpenHost }>>> = {
  container: () => import("./container/open.ts"),
  vm: () => import("./vm/open.ts"),
};
