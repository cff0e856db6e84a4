import { type Account, accountOn } from "../scenario/account.ts";
import { type Check, check, orElse } from "../scenario/check.ts";

/** Checks on the rootless podman of an account, asked as that account. */
export const podman = (owner: Account) => ({
  answers: (): Check =>
    orElse(
      check("podman answers", owner.sh`podman ps --all`),
      "what it prints is the symptom to look for in the index.",
    ),
  hasImages: (...images: readonly string[]): Check =>
    orElse(
      check(
        "podman has the images",
        owner.sh`podman images --format '{{.Repository}}:{{.Tag}}' | grep --count --fixed-strings --line-regexp ${images.flatMap((image) => ["-e", image])}`.printsExactly(
          String(images.length),
        ),
      ),
      "`podman save --output FILE IMAGE`, on a machine that has the missing one, and `podman load --input FILE` here bring it without a registry.",
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
    orElse(
      check(
        "no container runs",
        accountOn(owner.machine, "root").sh`pgrep --count conmon`.exits(1).printsExactly("0"),
      ),
      `\`podman stop --all\`, as ${owner.user}, stops those of the account.`,
    ),
});
