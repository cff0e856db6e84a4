import { lookup } from "node:dns/promises";
import { readFileSync } from "node:fs";
import { type Client, type ServiceError, status } from "@grpc/grpc-js";
import { reason } from "../lib/fatal.ts";
import { checkMethod } from "../lib/grpc/ask-health.ts";
import { clientOf, type GrpcTls } from "../lib/grpc/call.ts";
import type { HealthResponse } from "../lib/grpc/health-definition.ts";
import type { Run } from "../lib/run.ts";
import { ArgumentProblem, FlagProblem, type ProbeFlags, readFlags } from "./flags.ts";

type ProbeRun = Pick<Run, "args" | "warn">;

/** The exit codes of the real program; 2 is also Go's for a wrong flag. */
const EXIT = {
  invalidArguments: 1,
  connectionFailure: 2,
  wrongFlag: 2,
  rpcFailure: 3,
  unhealthy: 4,
} as const;

/** The end of the probe: its exit code and its one line. */
class Ended extends Error {
  readonly code: number;

  constructor(code: number, line: string) {
    super(line);
    this.code = code;
  }
}

/** As Go prints a duration of this size. */
const goDuration = (ms: number): string => (ms < 1_000 ? `${ms}ms` : `${ms / 1_000}s`);

const tlsOf = ({
  tls,
  tlsNoVerify,
  tlsCaCert,
  tlsServerName: serverName,
}: ProbeFlags): GrpcTls | undefined => {
  if (!tls) return undefined;
  try {
    const ca = tlsCaCert === undefined ? undefined : readFileSync(tlsCaCert);
    return { ca, serverName, isVerified: !tlsNoVerify };
  } catch (error) {
    throw new Ended(
      EXIT.invalidArguments,
      `failed to initialize tls credentials. error=failed to load root CA certificates from file (${tlsCaCert}) error=${reason(error)}`,
    );
  }
};

/** A connected client; the real program tries until its time is over, whatever the reason of the failure. */
const connected = async (flags: ProbeFlags): Promise<Client> => {
  const failed = new Ended(
    EXIT.connectionFailure,
    `timeout: failed to connect service "${flags.address}" within ${goDuration(flags.connectTimeoutMs)}`,
  );
  const peer = {
    address: flags.address,
    tls: tlsOf(flags),
    lookUp: async (host: string) => (await lookup(host, { family: 4 })).address,
  };
  const client = await clientOf(peer).catch(() => {
    throw failed;
  });
  const { promise, resolve, reject } = Promise.withResolvers<Client>();
  client.waitForReady(Date.now() + flags.connectTimeoutMs, (error) => {
    if (error === undefined || error === null) return resolve(client);
    client.close();
    reject(failed);
  });
  return promise;
};

const problemOf = ({ code, details }: ServiceError, { rpcTimeoutMs }: ProbeFlags): Ended => {
  if (code === status.UNIMPLEMENTED)
    return new Ended(
      EXIT.rpcFailure,
      "error: this server does not implement the grpc health protocol (grpc.health.v1.Health)",
    );
  return new Ended(
    EXIT.rpcFailure,
    code === status.DEADLINE_EXCEEDED
      ? `timeout: health rpc did not complete within ${goDuration(rpcTimeoutMs)}`
      : `error: health rpc failed: rpc error: code = ${codeName(code)} desc = ${details}`,
  );
};

/** As grpc-go names a code: `NotFound`. */
const codeName = (code: status): string =>
  status[code].toLowerCase().replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

const check = async (client: Client, flags: ProbeFlags): Promise<HealthResponse> => {
  const { path, requestSerialize, responseDeserialize } = checkMethod;
  const { promise, resolve, reject } = Promise.withResolvers<HealthResponse>();
  client.makeUnaryRequest(
    path,
    requestSerialize,
    responseDeserialize,
    { service: flags.service },
    { deadline: Date.now() + flags.rpcTimeoutMs },
    (error, response) => {
      if (error === null && response !== undefined) resolve(response);
      else reject(error === null ? new Error("no answer") : problemOf(error, flags));
    },
  );
  return promise.finally(() => client.close());
};

const flagsOf = (args: readonly string[]): ProbeFlags => {
  try {
    return readFlags(args);
  } catch (error) {
    if (error instanceof ArgumentProblem) throw new Ended(EXIT.invalidArguments, `error: ${error.message}`);
    if (error instanceof FlagProblem) throw new Ended(EXIT.wrongFlag, error.message);
    throw error;
  }
};

/**
 * `grpc_health_probe`: asks the standard health service of a gRPC server. All words are on standard error.
 *
 * Source: grpc-ecosystem/grpc-health-probe, main.go and README.md.
 */
export const grpcHealthProbe = async ({ args, warn }: ProbeRun): Promise<number> => {
  try {
    const flags = flagsOf(args);
    const { status: answer } = await check(await connected(flags), flags);
    if (answer !== "SERVING")
      throw new Ended(EXIT.unhealthy, `service unhealthy (responded with "${answer}")`);
    warn(`status: ${answer}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
    warn(`${error.message}\n`);
    return error.code;
  }
};
