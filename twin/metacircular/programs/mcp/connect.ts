import { execFile } from "node:child_process";
import { isIP } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import type { CommandRun } from "./command-run.ts";

/** How long a name, a connection and its certificate may take together. */
const CONNECT_LIMIT_MS = 3_000;

/** What a connection is made with. */
export type Connecting = Pick<CommandRun, "environment" | "patience"> & {
  /** Trusted certificates, as PEM. */
  readonly ca: string;
};

/** Nobody can be asked there; the message says why. */
export class ConnectProblem extends Error {}

/**
 * The first address of a name, as the whole system finds it.
 *
 * Not `dns.lookup`: it holds a thread, and no process ends before its threads. While the platform's DNS is
 * dead, every command would go on for as long as the resolver tries.
 */
const lookUp = (
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
  // `connect ECONNREFUSED 192.0.2.1:9444` would say connect and the address twice.
  return error instanceof AggregateError || message.startsWith("connect ") ? (code ?? message) : message;
};

/** `host:port` of an https URL. */
export const addressOfUrl = (url: string): string => {
  const { hostname, port } = new URL(url);
  return `${hostname}:${port === "" ? 443 : port}`;
};

/** A connection to `host:port` whose certificate is of that host. @throws ConnectProblem */
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

/** The first of several addresses that can be connected to. @throws ConnectProblem with what each one said */
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
