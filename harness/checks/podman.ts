import { type Account, accountOn } from "../scenario/account.ts";
import { type Check, check } from "../scenario/check.ts";

/** Checks on the rootless podman of an account, asked as that account. */
export const podman = (owner: Account) => ({
  answers: (): Check => check("podman answers", owner.sh`podman ps --all`),
  hasImages: (...images: readonly string[]): Check =>
    check(
      "podman has the images",
      owner.sh`podman images --format '{{.Repository}}:{{.Tag}}' | grep --count --fixed-strings --line-regexp ${images.flatMap((image) => ["-e", image])}`.printsExactly(
        String(images.length),
      ),
    ),
  container: (name: string) => ({
    isRunning: (): Check =>
      check(
        `${name} runs`,
        owner.sh`podman inspect --format ${"{{.State.Status}}"} ${name}`.printsExactly("running"),
      ),
    /** Source: podman-update(1), --restart. */
    hasRestartPolicy: (policy: string): Check =>
      check(
        `${name} is restarted: ${policy}`,
        owner.sh`podman inspect --format ${"{{.HostConfig.RestartPolicy.Name}}"} ${name}`.printsExactly(
          policy,
        ),
      ),
  }),
  /** conmon holds every container of podman. Source: conmon(8). */
  noneRunning: (): Check =>
    check(
      "no container runs",
      accountOn(owner.machine, "root").sh`pgrep --count conmon`.exits(1).printsExactly("0"),
    ),
});
