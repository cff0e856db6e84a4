import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mcp } from "../mcp/program.ts";
import { LOOPBACK_CA_FILE, type RunningAgent } from "./run-agent.ts";
import { type Around, type ProgramEnd, Recorded } from "./run-program.ts";

/** An address without a master. */
export const NO_MASTER = "127.0.0.1:1";

export type Nodes = Readonly<Record<string, readonly string[]>>;

export const addressOf = (agent: RunningAgent): string => `127.0.0.1:${agent.port}`;

/** Further lines of the configuration. */
export type DeskOptions = {
  readonly masterAddress?: string;
  readonly mcias?: string;
  readonly around?: Around;
};

/** An operator's folder: the configuration of `mcp`, and definitions. */
export class OperatorDesk implements Disposable {
  readonly directory = mkdtempSync(join(tmpdir(), "twin-mcp-"));

  constructor() {
    mkdirSync(join(this.directory, "services"));
  }

  /** A definition whose health URL is that of the podman double. */
  async define(agent: RunningAgent, name: string, stage: number): Promise<void> {
    const { image } = agent.podman.component(name, stage);
    const port = await agent.podman.healthPort();
    writeFileSync(
      join(this.directory, "services", `${name}.toml`),
      `name = "${name}"\nnode = "rift"\ndata_dir = "/srv/${name}"\n[[components]]\nname = "${name}"\n` +
        `image = "${image}:v1"\nstage = ${stage}\nstage_reason = "A test."\nnetwork = "bridge"\n` +
        `restart = "no"\nports = ["tailnet:${4_000 + stage}:53/udp", "loopback:${port}:80"]\n` +
        `health = "http://127.0.0.1:${port}/${name}"\n`,
    );
  }

  /** The file of a configuration with these nodes. */
  configure(nodes: Nodes, { masterAddress = NO_MASTER, mcias }: DeskOptions = {}): string {
    const file = join(this.directory, "mcp.toml");
    const tables = Object.entries(nodes).map(
      ([name, addresses]) => `[[nodes]]\nname = "${name}"\naddresses = ${JSON.stringify(addresses)}\n`,
    );
    writeFileSync(join(this.directory, "password"), "drill\n");
    const auth =
      mcias === undefined
        ? ""
        : `[auth]\nurl = "${mcias}"\naccount = "admin"\npassword_file = "${this.directory}/password"\n`;
    writeFileSync(
      file,
      `definitions = "${this.directory}/services"\n[tls]\nca = "${LOOPBACK_CA_FILE}"\n[master]\naddress = "${masterAddress}"\n${auth}` +
        `${tables.join("")}[addresses.rift]\ntailnet = "198.51.100.10"\n`,
    );
    return file;
  }

  /** `mcp` with these nodes in its configuration, and these arguments. */
  mcp(nodes: Nodes, args: readonly string[], options: DeskOptions = {}): Promise<ProgramEnd> {
    return this.run(["--config", this.configure(nodes, options), ...args], options.around);
  }

  /** `mcp` with these arguments alone. */
  async run(args: readonly string[], around: Around = {}): Promise<ProgramEnd> {
    const recorded = new Recorded(args, { environment: { PATH: "/usr/bin:/bin" }, ...around });
    return recorded.end(await mcp(recorded.run));
  }

  [Symbol.dispose](): void {
    rmSync(this.directory, { recursive: true });
  }
}
