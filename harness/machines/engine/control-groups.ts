import { HostNotReadyError } from "../../errors.ts";
import type { Engine } from "./engine.ts";

/** @throws HostNotReadyError when the engine's containers have no control groups: systemd cannot be process 1 of one */
export const requireControlGroups = ({ name, givesCgroups }: Pick<Engine, "name" | "givesCgroups">): void => {
  if (givesCgroups) return;
  throw new HostNotReadyError("this engine gives its containers no control groups", {
    claimed: "a machine is started by systemd, which needs control groups of its own",
    got: `${name}, with the cgroup driver "none"`,
    next: "on a host with control groups of version 2, start rootless Docker with systemd: systemctl --user start docker",
  });
};
