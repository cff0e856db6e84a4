import type { MachineKind } from "../scenario/machine-kind.ts";
import type { OpenHost } from "./rig-host.ts";

/** How to open the host of each kind of machine, a line each; its code is loaded on demand. */
export const kinds: Readonly<Record<MachineKind, () => Promise<{ readonly open: OpenHost }>>> = {
  container: () => import("./container/open.ts"),
  vm: () => import("./vm/open.ts"),
};
