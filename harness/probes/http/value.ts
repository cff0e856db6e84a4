import type { TextMatch } from "../../scenario/match.ts";
import type { Text } from "../../scenario/text.ts";

/** An HTTP or HTTPS request with every placeholder filled in. */
export type HttpRequest = {
  readonly url: string;
  readonly method: string;
  /** A file in the machine with the certificate authority to trust. */
  readonly caFile?: string;
  readonly timeoutMs: number;
};

/** An HTTP or HTTPS request made from inside a machine. */
export type HttpProbe = Omit<HttpRequest, "url" | "caFile"> & {
  readonly kind: "http";
  readonly machine: string;
  readonly url: Text;
  readonly caFile?: Text;
  /** curl's options in place of `--cacert` and the file. */
  readonly trust?: Text;
  readonly expect: HttpExpectation;
};

type HttpExpectation = {
  readonly status: number;
  readonly body?: TextMatch;
};

/** What became of an HTTP request. */
export type HttpObservation = {
  readonly kind: "http";
  readonly outcome: "answered" | "timeout" | "unreachable" | "tls-failed" | "broken";
  /** 0 unless answered. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly error: string;
  readonly durationMs: number;
};
