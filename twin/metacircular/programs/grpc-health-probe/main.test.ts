import { once } from "node:events";
import { rmSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MASTER_SERVICE } from "../mcp-master/master-definition.ts";
import { mcpMaster } from "../mcp-master/program.ts";
import { CA_FILE, TLS_TABLE } from "../testing/ask-https.ts";
import { ProgramProcess } from "../testing/program-process.ts";
import { Recorded } from "../testing/run-program.ts";
import { makeDirectory, type RunningService, runService } from "../testing/run-service.ts";
import { grpcHealthProbe } from "./program.ts";

const MASTER = `[server]\nlisten = "127.0.0.1:0"\n[database]\npath = "DIR/mcp-master.db"\n${TLS_TABLE}`;

const probe = async (...args: readonly string[]) => {
  const recorded = new Recorded(args);
  return recorded.end(await grpcHealthProbe(recorded.run));
};

const says = (code: number, line: string) => ({ code, stdout: "", stderr: `${line}\n` });

describe("grpc_health_probe", () => {
  let master: RunningService;
  let trust: readonly string[];
  beforeAll(async () => {
    master = await runService(mcpMaster, MASTER);
    trust = [`-addr=127.0.0.1:${master.port("grpcs")}`, "-tls", `-tls-ca-cert=${CA_FILE}`];
  });
  afterAll(() => master[Symbol.asyncDispose]());

  it("prints the status of a server that serves, on standard error", async () => {
    expect(await probe(...trust)).toEqual(says(0, "status: SERVING"));
    const spaced = ["--addr", `localhost:${master.port("grpcs")}`, "-tls=true", "-tls-ca-cert", CA_FILE];
    expect(await probe(...spaced)).toEqual(says(0, "status: SERVING"));
    const [address = ""] = trust;
    expect(await probe(address, "-tls", "-tls-no-verify")).toEqual(says(0, "status: SERVING"));
  });

  it("asks for one service of the server", async () => {
    expect(await probe(...trust, `-service=${MASTER_SERVICE}`)).toEqual(says(0, "status: SERVING"));
    expect(await probe(...trust, "-service=other")).toEqual(
      says(3, "error: health rpc failed: rpc error: code = NotFound desc = unknown service"),
    );
  });

  it("ends with 4 for a server that does not serve, and the server's log has the reason", async () => {
    await using lacking = await runService(
      mcpMaster,
      `${MASTER}[needs]\nurls = ["http://127.0.0.1:1/v1/health"]\n`,
    );
    const address = `-addr=127.0.0.1:${lacking.port("grpcs")}`;
    const unhealthy = says(4, 'service unhealthy (responded with "NOT_SERVING")');
    expect(await probe(address, ...trust.slice(1))).toEqual(unhealthy);
    expect(await probe(address, ...trust.slice(1))).toEqual(unhealthy);
    expect((await lacking.stop()).stderr).toBe(
      "not serving: http://127.0.0.1:1/v1/health: connect ECONNREFUSED 127.0.0.1:1\n",
    );
  });

  it("ends with 2 where nothing listens, a certificate is not trusted, or nothing is said", async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket)).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    const [own = ""] = trust;
    for (const address of ["-addr=127.0.0.1:1", `-addr=127.0.0.1:${port}`, own])
      expect(await probe(address, "-tls", "-connect-timeout=30ms"), address).toEqual(
        says(2, `timeout: failed to connect service "${address.slice(6)}" within 30ms`),
      );
    silent.close();
    for (const socket of sockets) socket.destroy();
  });

  it("refuses arguments as the real one does", async () => {
    expect(await probe()).toEqual(says(1, "error: -addr not specified"));
    expect(await probe("-addr=x:1", `-tls-ca-cert=${CA_FILE}`)).toEqual(
      says(1, "error: specified -tls-ca-cert without specifying -tls"),
    );
    expect(await probe("-addr=x:1", "-rpc-timeout=0s")).toEqual(
      says(1, "error: -rpc-timeout must be greater than zero (specified: 0s)"),
    );
    expect(await probe("-adr=x:1")).toEqual(says(2, "flag provided but not defined: -adr"));
    expect(await probe("-addr=x:1", "-rpc-timeout=5")).toEqual(
      says(2, 'invalid value "5" for flag -rpc-timeout: parse error'),
    );
  });

  it("is a process that prints and exits", async () => {
    const directory = makeDirectory();
    const MAIN = "twin/metacircular/programs/grpc-health-probe/main.ts";
    await using process = await ProgramProcess.start(MAIN, directory, trust);
    expect(await process.ended).toEqual(says(0, "status: SERVING"));
    rmSync(directory, { recursive: true });
  });
});
