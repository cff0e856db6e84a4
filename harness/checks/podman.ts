import { type Check, check } from "../scenario/check.ts";
import type { Account } from "../scenario/machine.ts";
import { raw } from "../scenario/shell.ts";

/** Checks on the rootless podman of an account, asked as that account. */
export const podman = (owner: Account) => ({
  answers: (): Check => check("podman answers", owner.sh`podman ps --all`),
  hasImages: (...images: readonly string[]): Check =>
    check(
      "podman has the images",
      owner.sh`podman images --format '{{.Repository}}:{{.Tag}}' ${raw(`| grep -c -F -x ${images.map((i) => `-e ${i}`).join(" ")}`)}`.printsExactly(
        String(images.length),
      ),
    ),
  container: (name: string) => ({
    isRunning: (): Check =>
      check(
        `${name} runs`,
        owner.sh`podman inspect --format ${"{{.State.Status}}"} ${name}`.printsExactly("running"),
      ),
  }),
  noneRunning: (): Check =>
    check("no container runs", owner.sh`pgrep --count --uid "$(id -u)" conmon`.exits(1)),
});
