import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findCommand } from "#harness/machines/engine/host-commands.ts";
import { repositoryRoot } from "#setup/repository.ts";
import { isRoot } from "./support/caches.ts";
import { type CommandOptions, type Finished, mark, run } from "./support/command.ts";

/** The repository's path for a user who cannot enter the folders above it. */
const elsewhere = "/mnt";
const node = process.execPath.replace(repositoryRoot, elsewhere);
const launcher = join(elsewhere, "bin/drillbook.mjs");

type Host = { readonly dockerd: boolean; readonly root: boolean };

/** The command on a host that differs only in its mount namespace, so that it leaves nothing behind. */
const onHost = ({ dockerd, root }: Host): CommandOptions => {
  const daemon = findCommand("dockerd");
  const script = [
    `mount --bind ${repositoryRoot} ${elsewhere}`,
    // The sockets of an engine on the host.
    "mount -t tmpfs tmpfs /run",
    ...(dockerd || daemon === undefined ? [] : [`mount --bind /dev/null ${daemon}`]),
    `cd ${elsewhere}`,
    `exec ${root ? "" : "setpriv --reuid 65534 --regid 65534 --clear-groups "}"$@"`,
  ];
  return {
    program: ["unshare", "--mount", "sh", "-ec", script.join("\n"), "sh", node, launcher, "drill"],
    cache: join(tmpdir(), `drillbook-it-none-${mark}`),
    fixture: "small",
    repository: elsewhere,
    env: { HOME: "/nonexistent" },
  };
};

const isNotReady = ({ command, code, stdout }: Finished, facts: Readonly<Record<string, unknown>>): void => {
  const events = command.journal.events();
  const failures = events.filter((event) => event.type === "failure");
  expect(failures).toEqual([expect.objectContaining({ code: "host-not-ready", ...facts })]);
  expect(events.at(-1)).toMatchObject({ type: "drill-ended", verdict: "unknown" });
  expect(stdout).not.toMatch(/^ +at .*:\d+:\d+/m);
  expect(code).toBe(69);
};

describe.skipIf(!isRoot)("a host without an engine", () => {
  const args = ["small", "--procedure", "copy"];
  const install = "apt-get update && apt-get install -y --no-install-recommends docker.io";

  test("--no-setup: what is missing, and the command that brings it", async () => {
    const options = onHost({ dockerd: false, root: true });
    const finished = await run([...args, "--no-setup"], options);
    isNotReady(finished, {
      headline: "missing on this host: dockerd",
      facts: expect.objectContaining({
        claimed: "needed for the private container engine",
        got: "nothing is installed: --no-setup",
        next: install,
      }),
    });
    expect(existsSync(options.cache ?? "")).toBe(false);
  });

  test("not root: a private engine is not for this user, whether or not dockerd is there", async () => {
    for (const dockerd of [false, true]) {
      isNotReady(await run(args, onHost({ dockerd, root: false })), {
        headline: "only root can start a private container engine",
        facts: expect.objectContaining({
          next: "sudo npm run drill …, or the same command without --engine private",
        }),
      });
    }
  });

  test("not root, and no engine answers: what was looked for, and what can be done", async () => {
    isNotReady(await run(args, { ...onHost({ dockerd: true, root: false }), engine: "auto" }), {
      headline: "no container engine answers, and only root can start a private one",
      facts: expect.objectContaining({
        expected: "Docker or Podman, at DOCKER_HOST or at a default socket",
        got: "no socket of one",
        next: expect.stringMatching(/sudo npm run drill …|podman\.socket/),
      }),
    });
  });

  test("DOCKER_HOST names an engine that does not answer", async () => {
    const dockerHost = `unix://${tmpdir()}/drillbook-it-nobody.sock`;
    const finished = await run(args, { ...onHost({ dockerd: true, root: true }), dockerHost });
    isNotReady(finished, {
      headline: "the container engine that DOCKER_HOST names does not answer",
      facts: expect.objectContaining({
        expected: `an engine at ${dockerHost}`,
        got: expect.stringContaining("ENOENT"),
        next: "start it, or unset DOCKER_HOST to use another engine",
      }),
    });
  });

  test("drill doctor tells the same, changes nothing, and ends with 69", async () => {
    const { fixture: _, ...options } = onHost({ dockerd: false, root: false });
    const { code, stdout, stderr } = await run(["doctor"], options);
    expect(stdout).toContain("apt-get install -y --no-install-recommends docker.io");
    expect(stdout).toMatch(/root, to start a private engine/);
    expect({ code, stderr }).toEqual({ code: 69, stderr: "" });
    expect(existsSync(options.cache ?? "")).toBe(false);
  });
});
