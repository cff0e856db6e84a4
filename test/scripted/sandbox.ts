import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleAgent } from "#harness/guest/bundle.ts";
import { type Channel, openChannel } from "#harness/machines/channel/channel.ts";
import { Samplings } from "#harness/machines/channel/samplings.ts";

/** The time limit for the start of the agent's Node on a busy host. */
const helloMs = 60_000;

const script = fileURLToPath(new URL("sandbox.sh", import.meta.url));

/** The files of the host's /etc in a sandbox: those that programs need to start, and the accounts. */
const etcFiles = [
  ..."passwd group subuid subgid login.defs nsswitch.conf host.conf hosts protocols services os-release".split(
    " ",
  ),
  ..."ld.so.cache ld.so.conf ld.so.conf.d alternatives default pam.d security skel".split(" "),
];

/** The requirements of a sandbox that the host lacks; empty if there are none. */
export const sandboxLacks = (): string => {
  if (process.getuid?.() !== 0) return "root";
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const missing = ["unshare", "chroot", "ip", "mkfifo"].filter(
    (name) => !folders.some((folder) => existsSync(`${folder}/${name}`)),
  );
  return missing.join(", ");
};

/** A small machine of namespaces on this host, with the real agent in it; its disk survives restarts. */
export class Sandbox {
  readonly #name: string;
  readonly #addresses: Readonly<Record<string, string>>;
  readonly #folder = mkdtempSync(`${tmpdir()}/drillbook-sandbox-`);
  readonly #samplings = new Samplings();
  readonly #cut = new Set<string>();
  #process: ChildProcess | undefined;
  #channel: Channel | undefined;
  #console = "";

  /** `addresses`: address with prefix length, by network. */
  constructor(name: string, addresses: Readonly<Record<string, string>>) {
    this.#name = name;
    this.#addresses = addresses;
    mkdirSync(`${this.#folder}/root`);
    for (const folder of ["etc", "srv", "home", "root", "var/tmp"]) {
      mkdirSync(`${this.#folder}/disk/${folder}`, { recursive: true });
    }
    for (const file of etcFiles) {
      if (!existsSync(`/etc/${file}`)) continue;
      cpSync(`/etc/${file}`, `${this.#folder}/disk/etc/${file}`, { recursive: true, verbatimSymlinks: true });
    }
  }

  get channel(): Channel {
    if (this.#channel === undefined) throw new Error(`the sandbox ${this.#name} was not started`);
    return this.#channel;
  }

  get samplings(): Samplings {
    return this.#samplings;
  }

  /** The output of its process 1 and its agent. */
  get console(): string {
    return this.#console;
  }

  async start(): Promise<void> {
    if (!existsSync(`${this.#folder}/agent.mjs`)) {
      writeFileSync(`${this.#folder}/agent.mjs`, await bundleAgent());
    }
    const networks = Object.entries(this.#addresses).map(([network, address]) => `${network}=${address}`);
    const namespaces = ["--mount", "--pid", "--net", "--uts", "--ipc", "--fork", "--kill-child"];
    const child = spawn(
      "unshare",
      [...namespaces, "/bin/sh", script, this.#folder, process.execPath, ...networks],
      { stdio: ["pipe", "pipe", "pipe"], env: { PATH: process.env["PATH"] } },
    );
    this.#process = child;
    this.#console += "sandbox: boot\n";
    child.stderr.on("data", (data: Buffer) => {
      this.#console += data.toString();
    });
    const stream = { readable: child.stdout, writable: child.stdin };
    this.#channel = await openChannel(stream, { machine: this.#name, helloTimeoutMs: helloMs });
    for (const network of this.#cut) await this.setNetwork(network, false);
    await this.#samplings.attach(this.#channel);
  }

  /** Ends every process of the machine; when `warned`, first by SIGTERM. */
  async down(warned: boolean): Promise<void> {
    const child = this.#process;
    if (child === undefined) return;
    this.#process = undefined;
    if (warned)
      await this.channel.exec({ script: "kill -TERM -1; sleep 0.1", timeoutMs: 1000 }).catch(() => {});
    const gone = child.exitCode === null && child.signalCode === null ? once(child, "exit") : undefined;
    child.kill("SIGKILL");
    await gone;
    await this.#channel?.close();
    this.#console += `sandbox: ${warned ? "shut down" : "power lost"}\n`;
  }

  async setNetwork(network: string, up: boolean): Promise<void> {
    if (up) this.#cut.delete(network);
    else this.#cut.add(network);
    await this.channel.exec({
      script: `ip link set ${network}-peer ${up ? "up" : "down"}`,
      timeoutMs: 2000,
    });
  }

  /** Safe to call twice. */
  async remove(): Promise<void> {
    await this.down(false);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
