import type { EventOf } from "../journal/drill-record.ts";
import { oneLine } from "./visible.ts";

/** "rift · container · Debian 13 · podman 5.4.2 · reboot simulated". */
export const machineLine = ({ machine, kind, versions, fidelity }: EventOf<"machine-ready">): string =>
  [
    machine,
    kind,
    versions["os"],
    versions["podman"] === undefined ? undefined : `podman ${versions["podman"]}`,
    `reboot ${fidelity.reboot}`,
  ]
    .filter((part) => part !== undefined && part !== "")
    .map((part) => oneLine(part ?? ""))
    .join(" · ");
