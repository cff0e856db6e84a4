import { machine } from "drillbook";

export const networks = [{ name: "lan", subnet: "192.0.2.0/24" }];

/** The workstation that runs the stack, with NixOS's paths of programs. */
export const workstation = machine("workstation", {
  addresses: { lan: "192.0.2.60" },
  users: ["hyperd"],
});

/** The account that runs every container of the stack, by rootless podman. */
export const hyperd = workstation.account("hyperd");

export const HYPERD_UID = 1000;
export const HOME = "/home/hyperd";
/** The stack's data folder, below the home. */
export const DATA = `${HOME}/.local/share/nixos-ai-stack`;
export const CONFIG = `${HOME}/.config/nixos-ai-stack`;
