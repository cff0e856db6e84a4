import type { Command } from "./command.ts";
import type { Text } from "./text.ts";

/** A file that is written into a machine. */
export type PutFile = {
  readonly kind: "put";
  readonly machine: string;
  readonly path: string;
  /** Text, or a program of the project, by its path from the project's folder, bundled into one ES module. */
  readonly content: Text | { readonly bundleOf: string };
  /** Octal, as chmod takes it. */
  readonly mode: string;
  readonly owner: string;
};

export type Reboot = { readonly kind: "reboot"; readonly machine: string };
export type PowerLoss = { readonly kind: "power-loss"; readonly machine: string };
export type NetworkChange = {
  readonly kind: "network";
  readonly machine: string;
  readonly network: string;
  readonly change: "cut" | "heal";
  /** What an operator types to bring the same about on the real machine; a drill does not run it. */
  readonly byHand?: string;
};

/** Something that changes a machine. */
export type Action = Command | PutFile | Reboot | PowerLoss | NetworkChange;
