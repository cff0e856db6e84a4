import { type Check, check } from "../scenario/check.ts";
import { type Duration, milliseconds } from "../scenario/duration.ts";
import { assertKnownFields } from "../scenario/known-fields.ts";
import type { MachineHandle } from "../scenario/machine.ts";
import { type MatchLike, match } from "../scenario/match.ts";
import { type TextLike, text } from "../scenario/text.ts";

export type HttpOptions = {
  /** The service's name in the check's title, such as "mcq". */
  readonly as: string;
  /** @default "GET" */
  readonly method?: string;
  /** A file in the machine with the certificate authority to trust. */
  readonly caFile?: TextLike;
  /** What a person types in place of `--cacert` and that file. @default the file */
  readonly trust?: TextLike;
  readonly body?: MatchLike;
  /** @default "2s" */
  readonly within?: Duration;
};

/** HTTP and HTTPS requests made from inside a machine. */
export const http = (machine: Pick<MachineHandle, "name">) => ({
  answers: (url: TextLike, status: number, options: HttpOptions): Check => {
    assertKnownFields(`answers of ${options.as}`, options, [
      "as",
      "method",
      "caFile",
      "trust",
      "body",
      "within",
    ]);
    return check(`${options.as} answers ${status}`, {
      kind: "http",
      machine: machine.name,
      url: text(url),
      method: options.method ?? "GET",
      ...(options.caFile === undefined ? {} : { caFile: text(options.caFile) }),
      ...(options.trust === undefined ? {} : { trust: text(options.trust) }),
      timeoutMs: milliseconds(options.within ?? "2s"),
      expect: { status, ...(options.body === undefined ? {} : { body: match(options.body) }) },
    });
  },
});
