import type { EventOf } from "../journal/drill-record.ts";
import { oneLine } from "./visible.ts";

/** "rift · container · Debian 13 · podman 5.4.2 · reboot simulated"; `packages`: names of those to tell. */
export const machineLine = (
  { machine, kind, versions, fidelity, ahead }: EventOf<"machine-ready">,
  packages: readonly string[],
): string =>
  [
    machine,
    kind,
    versions["os"],
    ...packages.flatMap((name) => (versions[name] === undefined ? [] : [`${name} ${versions[name]}`])),
    `reboot ${fidelity.reboot}`,
    ...(ahead === true ? ["started ahead"] : []),
  ]
    .filter((part) => part !== undefined && part !== "")
    .map((part) => oneLine(part ?? ""))
    .join(" · ");
