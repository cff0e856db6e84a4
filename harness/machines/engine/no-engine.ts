import { userInfo } from "node:os";
import { HostNotReadyError } from "../../errors.ts";
import { drillCommand } from "../../invocation.ts";
import { findCommand } from "./host-commands.ts";

/** A socket that exists and is unusable, with the reason. */
export type PassedOver = { readonly socket: string; readonly reason: string };

type Looking = {
  readonly user?: string;
  readonly find?: (command: string) => string | undefined;
};

/** The error for a user without root when no engine answers: only root can start a private one. */
export const noEngineForUser = (
  passedOver: readonly PassedOver[],
  { user = userInfo().username, find = findCommand }: Looking = {},
): HostNotReadyError =>
  new HostNotReadyError("no container engine answers, and only root can start a private one", {
    expected: "Docker or Podman, at DOCKER_HOST or at a default socket",
    got:
      passedOver.length === 0
        ? "no socket of one"
        : passedOver.map(({ socket, reason }) => `${socket}: ${reason}`).join("\n"),
    next: nextFor(passedOver, user, find),
  });

const nextFor = (
  passedOver: readonly PassedOver[],
  user: string,
  find: NonNullable<Looking["find"]>,
): string => {
  const denied = passedOver.find(({ reason }) => reason === "EACCES")?.socket;
  if (denied?.endsWith("docker.sock") === true) {
    return `sudo usermod --append --groups docker ${user}, then log in again; or ${drillCommand(["…"], [], { sudo: true })}`;
  }
  if (find("podman") !== undefined) {
    return "systemctl --user enable --now podman.socket, then run the same command again";
  }
  return `${drillCommand(["…"], [], { sudo: true })}, or start Docker or Podman and set DOCKER_HOST`;
};
