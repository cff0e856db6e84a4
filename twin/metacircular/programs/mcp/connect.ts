import { execFile } from "node:child_process";
import { isIP } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import type { CommandRun } from "./command-run.ts";

/** The time limit for look-up, connection and certificate together. */
export const CONNECT_LIMIT_MS = 3_000;

/** The inputs of a connection. */
export type Connecting = Pick<CommandRun, "environment" | "patience"> & {
  /** Trusted certificates, as PEM. */
  readonly ca: string;
};

/** A failed connection; the message has the reason. */
export class ConnectProblem extends Error {}

/**
 * The first address of a name, as the system resolves it.
 *
 * Not `dns.lookup`: it holds a thread, and a process ends only with its threads. While the platform's DNS is down,
 * every command would run as long as the resolver tries.
 */
export const lookUp = (
  name: string,
  environment: Connecting["environment"],
  late: { readonly signal: AbortSignal; readonly words: string },
): Promise<string> => {
  const { signal, words } = late;
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const options = { env: environment, signal, killSignal: "SIGKILL" } as const;
  execFile("getent", ["ahosts", name], options, (error, stdout) => {
    const [address] = stdout.split(/\s/, 1);
    if (signal.aborted) reject(new ConnectProblem(`${name} does not resolve: ${words}`));
    else if (error !== null || !address) reject(new ConnectProblem(`${name} does not resolve`));
    else resolve(address);
  });
  return promise;
};

const wordsFor = (error: Error): string => {
  const { code, message, reason } = error as NodeJS.ErrnoException & { readonly reason?: string };
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return `certificate name: ${reason}`;
  if (code !== undefined && /CERT|SIGNATURE|ISSUER/.test(code)) return `certificate: ${message}`;
  // The message `connect ECONNREFUSED 192.0.2.1:9444` would repeat connect and the address.
  return error instanceof AggregateError || message.startsWith("connect ") ? (code ?? message) : message;
};

/** `host:port` of an https URL. */
export const addressOfUrl = (url: string): string => {
  const { hostname, port } = new URL(url);
  return `${hostname}:${port === "" ? 443 : port}`;
};

/** A connection to `host:port` whose certificate names that host. @throws ConnectProblem */
export const connect = async (
  address: string,
  { ca, environment, patience }: Connecting,
): Promise<TLSSocket> => {
  const colon = address.lastIndexOf(":");
  const host = address.slice(0, colon);
  const port = Number(address.slice(colon + 1));
  const limitMs = CONNECT_LIMIT_MS * patience;
  const words = `timeout after ${limitMs / 1_000} s`;
  const signal = AbortSignal.timeout(limitMs);
  let socket: TLSSocket | undefined;
  try {
    const ip = isIP(host) === 0 ? await lookUp(host, environment, { signal, words }) : host;
    const { promise, resolve, reject } = Promise.withResolvers<TLSSocket>();
    const opened = connectTls({
      host: ip,
      port,
      ca,
      ...(ip === host ? {} : { servername: host }),
    });
    socket = opened;
    opened.once("secureConnect", () => resolve(opened)).once("error", reject);
    signal.addEventListener("abort", () => reject(new ConnectProblem(words)));
    return await promise;
  } catch (error) {
    socket?.on("error", () => undefined).destroy();
    const problem = error instanceof ConnectProblem ? error.message : wordsFor(error as Error);
    throw new ConnectProblem(`connect ${address}: ${problem}`);
  }
};

/** A connection to the first reachable address. @throws ConnectProblem with the error of each */
export const connectToAny = async (
  addresses: readonly string[],
  connecting: Connecting,
): Promise<{ readonly socket: TLSSocket; readonly address: string }> => {
  const problems: string[] = [];
  for (const address of addresses) {
    try {
      return { socket: await connect(address, connecting), address };
    } catch (error) {
      problems.push((error as Error).message);
    }
  }
  throw new ConnectProblem(problems.join("; "));
};
