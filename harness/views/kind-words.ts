import type { MachineKind } from "../scenario/machine-kind.ts";

/** "a container", as in "on a container". */
export const onKind = (kind: MachineKind): string =>
  ({ container: "a container", vm: "a VM", scripted: "a scripted machine" })[kind];

/** What an operator's own machine is most like. */
export const likeKind = (kind: MachineKind): string => (kind === "vm" ? "a VM or a real host" : onKind(kind));
