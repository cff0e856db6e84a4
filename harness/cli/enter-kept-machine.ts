import type Docker from "dockerode";
import { UsageError } from "../errors.ts";
import { scenarioCommand } from "../invocation.ts";
import { connect } from "../machines/engine/engine.ts";
import { type KeptMachine, type KeptSearch, keptMachines } from "../machines/leftovers/index.ts";
import { enterKeptVm } from "../machines/vm/shell.ts";
import { closest } from "../scenario/closest.ts";

const noneKept = (places: readonly string[]): UsageError =>
  new UsageError("no machine is kept", {
    expected: "a machine that a drill left running with --keep",
    got: `none at these places:\n${places.map((place) => `- ${place}`).join("\n")}`,
    next: `${scenarioCommand(["SCENARIO"], ["--procedure NAME", "--keep"])} leaves one running. When one was kept, run this command as the same user, with the same DRILLBOOK_CACHE and DOCKER_HOST.`,
  });

const choose = ({ machines: kept, places }: KeptSearch, name: string | undefined): KeptMachine => {
  if (kept.length === 0) throw noneKept(places);
  const wanted = name === undefined ? kept : kept.filter((one) => one.machine === name);
  const [first, ...others] = wanted;
  const names = kept.map((one) => one.machine);
  if (!first) {
    const near = closest(name ?? "", names);
    throw new UsageError(`no kept machine is named "${name}"`, {
      expected: `one of ${names.join(", ")}`,
      ...(near === undefined ? {} : { next: `did you mean ${near}?` }),
    });
  }
  if (others.length > 0)
    throw new UsageError(`several machines are kept: ${names.join(", ")}`, { next: "name one" });
  return first;
};

/** A login as the account, with the environment that its services have. */
const loginCommand = (user: string): string[] =>
  user === "root"
    ? ["/bin/bash", "-l"]
    : [
        "/bin/sh",
        "-c",
        `exec env XDG_RUNTIME_DIR="/run/user/$(id -u "$1")" setpriv --reuid "$1" --regid "$(id -g "$1")" --init-groups --reset-env env XDG_RUNTIME_DIR="/run/user/$(id -u "$1")" /bin/bash -l`,
        "sh",
        user,
      ];

/** A machine may have control groups of its own (DRILLBOOK_CGROUP2), and podman in another tree would fail. */
const intoOwnGroups = [
  "sh",
  "-c",
  '[ "$DRILLBOOK_CGROUP2" != own ] || set -- /usr/lib/drillbook/join-cgroup2 "$@"; exec "$@"',
  "sh",
];

/** Opens a shell in a kept machine on this terminal, and answers the shell's exit code. */
export const enterKeptMachine = async (name: string | undefined, user: string): Promise<number> => {
  const chosen = choose(await keptMachines(), name);
  if (chosen.kind !== "container") return enterKeptVm(chosen, user);
  const docker = await connect(chosen.dockerHost);
  const terminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const shell = await docker.getContainer(chosen.containerId).exec({
    Cmd: [...intoOwnGroups, ...loginCommand(user)],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Tty: terminal,
    Env: [`TERM=${process.env["TERM"] ?? "dumb"}`],
    WorkingDir: "/",
  });
  await connectTerminal(docker, shell, terminal);
  return (await shell.inspect()).ExitCode ?? 0;
};

const connectTerminal = async (docker: Docker, shell: Docker.Exec, terminal: boolean): Promise<void> => {
  const stream = await shell.start({ hijack: true, stdin: true, Tty: terminal });
  const resize = () =>
    void shell.resize({ h: process.stdout.rows, w: process.stdout.columns }).catch(() => {});
  if (terminal) {
    process.stdin.setRawMode(true);
    process.stdout.on("resize", resize);
    resize();
    stream.pipe(process.stdout);
  } else {
    docker.modem.demuxStream(stream, process.stdout, process.stderr);
  }
  process.stdin.pipe(stream);
  try {
    await new Promise<void>((resolve, reject) =>
      stream.on("end", resolve).on("close", resolve).on("error", reject),
    );
  } finally {
    if (terminal) process.stdin.setRawMode(false);
    process.stdout.off("resize", resize);
    process.stdin.unpipe(stream);
    process.stdin.pause();
  }
};
