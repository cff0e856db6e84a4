import { isIP } from "node:net";
import { checkServerIdentity, type PeerCertificate } from "node:tls";
import {
  type ChannelCredentials,
  Client,
  credentials,
  type MethodDefinition,
  type ServiceError,
  status,
} from "@grpc/grpc-js";

/** How a server's certificate is verified. */
export type GrpcTls = {
  /** In PEM; default: the certificates that Node trusts. */
  readonly ca?: Buffer | undefined;
  /** @default the host of the address */
  readonly serverName?: string | undefined;
  /** @default true */
  readonly isVerified?: boolean;
};

/** The place of a gRPC server, and how it is asked. */
export type GrpcPeer = {
  /** `host:port`. */
  readonly address: string;
  /** `undefined`: not encrypted. */
  readonly tls: GrpcTls | undefined;
  /** An IPv4 address of a name. */
  readonly lookUp: (name: string) => Promise<string>;
  readonly timeoutMs: number;
  /** The limit of the connection alone. @default that of the whole call */
  readonly connectTimeoutMs?: number;
};

/** A failed call; the message is one line. */
export class CallProblem extends Error {
  readonly code: status;

  constructor(code: status, message: string) {
    super(message);
    this.code = code;
  }
}

/** Around the reason, grpc-js tells how it came to the address. */
const reasonIn = (details: string): string =>
  (/Last error: (?:Error: )?(.*?)(?:\. Resolution note: .*)?$/.exec(details)?.[1] ?? details).split(
    "\n",
    1,
  )[0] ?? "";

const problemOf = ({ code, details }: ServiceError, timeoutMs: number): CallProblem =>
  new CallProblem(
    code,
    code === status.DEADLINE_EXCEEDED ? `no answer within ${timeoutMs / 1_000} s` : reasonIn(details),
  );

/** An address as a server name is not sent, because TLS has only names there. Source: RFC 6066, 3. */
const sslTo = (name: string, { ca, isVerified = true }: GrpcTls): ChannelCredentials => {
  const byAddress =
    isIP(name) === 0
      ? {}
      : {
          checkServerIdentity: (_: string, certificate: PeerCertificate) =>
            checkServerIdentity(name, certificate),
        };
  const unverified = { checkServerIdentity: () => undefined, rejectUnauthorized: false };
  return credentials.createSsl(ca ?? null, null, null, isVerified ? byAddress : unverified);
};

/** A client of this host. The host's name is looked up here, not by grpc-js. */
export const clientOf = async ({
  address,
  tls,
  lookUp,
}: Pick<GrpcPeer, "address" | "tls" | "lookUp">): Promise<Client> => {
  const colon = address.lastIndexOf(":");
  const [host, port] = [address.slice(0, colon), address.slice(colon + 1)];
  const ip = isIP(host) === 0 ? await lookUp(host) : host;
  const name = tls?.serverName ?? host;
  return new Client(
    `ipv4:${ip}:${port}`,
    tls === undefined ? credentials.createInsecure() : sslTo(name, tls),
    {
      "grpc.ssl_target_name_override": isIP(name) === 0 ? name : "localhost",
      "grpc.default_authority": name,
      "grpc.enable_http_proxy": 0,
    },
  );
};

/** The answer of a method with one request and one answer. @throws CallProblem */
export const callUnary = async <Request, Response>(
  peer: GrpcPeer,
  { path, requestSerialize, responseDeserialize }: MethodDefinition<Request, Response>,
  request: Request,
): Promise<Response> => {
  const { timeoutMs, connectTimeoutMs = timeoutMs } = peer;
  const began = Date.now();
  const client = await clientOf(peer);
  const { promise, resolve, reject } = Promise.withResolvers<Response>();
  client.waitForReady(began + connectTimeoutMs, (error) => {
    if (error instanceof Error)
      reject(new CallProblem(status.UNAVAILABLE, `timeout after ${connectTimeoutMs / 1_000} s`));
  });
  const deadline = began + timeoutMs;
  // A refused connection ends the call at once.
  client.makeUnaryRequest(
    path,
    requestSerialize,
    responseDeserialize,
    request,
    { deadline },
    (error, answer) => {
      if (error === null && answer !== undefined) resolve(answer);
      else reject(error === null ? new Error("no answer") : problemOf(error, timeoutMs));
    },
  );
  return promise.finally(() => client.close());
};
