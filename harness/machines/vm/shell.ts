import { createConnection, type Socket } from "node:net";
import { openChannel } from "../channel/channel.ts";
import type { KeptVm } from "./leftovers.ts";

const dayMs = 86_400_000;

const connected = (path: string): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = createConnection(path);
    socket.once("connect", () => resolve(socket)).once("error", reject);
  });

/** The machine's second console. */
const terminals: Readonly<Record<KeptVm["kind"], string>> = { vm: "/dev/hvc0", uml: "/dev/ttyS1" };

/** A login shell on the machine's second console, in a session of its own; ends as the shell does. */
const onConsole = (kind: KeptVm["kind"], user: string): string => {
  const { rows = 24, columns = 80 } = process.stdout;
  const properties = [
    ...["StandardInput=tty-force", "StandardOutput=tty", "StandardError=tty", `TTYPath=${terminals[kind]}`],
    ...["TTYReset=yes", "PAMName=login", `User=${user}`, `Environment=TERM=${process.env["TERM"] ?? "dumb"}`],
    // An option of systemd-run would take it for a folder of that name.
    "WorkingDirectory=~",
  ];
  return [
    ...["systemd-run", "--quiet", "--collect", "--wait", "--service-type=exec"],
    ...properties.map((property) => `--property='${property}'`),
    `/bin/sh -c 'stty rows ${rows} cols ${columns}; exec /bin/bash -l'`,
  ].join(" ");
};

const readAll = async (): Promise<string> => {
  let text = "";
  for await (const chunk of process.stdin.setEncoding("utf8")) text += String(chunk);
  return text;
};

/** Opens a shell in a kept virtual machine on this terminal, or runs what stands on standard input; answers its exit code. */
export const enterKeptVm = async (kept: KeptVm, user: string): Promise<number> => {
  const channel = await openChannel(await connected(kept.agentSocket), { machine: kept.machine });
  try {
    if (process.stdin.isTTY !== true || process.stdout.isTTY !== true) {
      const stdin = await readAll();
      const seen = await channel.exec({ script: "/bin/bash -l", user, stdin, timeoutMs: dayMs });
      process.stdout.write(seen.stdout);
      process.stderr.write(seen.stderr);
      return seen.exitCode ?? 1;
    }
    const terminal = await connected(kept.shellSocket);
    process.stdin.setRawMode(true);
    process.stdin.pipe(terminal).pipe(process.stdout);
    try {
      return (await channel.exec({ script: onConsole(kept.kind, user), timeoutMs: dayMs })).exitCode ?? 1;
    } finally {
      process.stdin.setRawMode(false);
      process.stdin.unpipe(terminal);
      process.stdin.pause();
      terminal.destroy();
    }
  } finally {
    await channel.close();
  }
};
