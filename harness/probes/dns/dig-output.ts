import type { CommandObservation } from "../command/value.ts";
import type { DnsObservation, DnsRecord } from "./value.ts";

/** What dig printed, read as an observation of our own; `lines` is the data alone, as +short prints it. */
export type DigReading = Omit<DnsObservation, "outcome"> & {
  /** `not-run`: dig itself could not be started, or did not understand. */
  readonly outcome: DnsObservation["outcome"] | "not-run";
  readonly lines: readonly string[];
};

const silent = /timed out/;
const closed = /connection refused|unreachable|no servers could be reached/;
const unreadable =
  /Got bad packet|malformed message|extra bytes at end|ID mismatch|Question section mismatch/;

const noProgram = 127;
const badUsage = 1;

/** Source: dig(1), RETURN CODES, and the texts of dig 9.18. */
const outcomeOf = ({ stdout, exitCode, timedOut }: CommandObservation): DigReading["outcome"] => {
  if (unreadable.test(stdout)) return "malformed";
  // It reports each try without an answer, and succeeds when a later one is answered.
  if (exitCode === 0 && !timedOut) return "answered";
  if (timedOut || silent.test(stdout)) return "timeout";
  if (closed.test(stdout)) return "unreachable";
  return exitCode === noProgram || exitCode === badUsage ? "not-run" : "malformed";
};

const characters = (text: string): string =>
  Buffer.concat(
    [...text.matchAll(/\\([0-9]{3})|\\(.)|([^\\]+)/gs)].map(([, code, escaped, plain]) =>
      code === undefined ? Buffer.from(escaped ?? plain ?? "") : Buffer.from([Number(code)]),
    ),
  ).toString("utf8");

/** The data as our own client writes it: a text in one piece. */
export const dataFromDig = (type: string, data: string): string =>
  type === "TXT"
    ? [...data.matchAll(/"((?:[^"\\]|\\.)*)"/gs)].map(([, text = ""]) => characters(text)).join("")
    : data;

const recordOf = (line: string): DnsRecord[] => {
  const [, name, ttl, type, data] = /^(\S+)\s+([0-9]+)\s+[A-Z]+\s+(\S+)\s*(.*)$/.exec(line) ?? [];
  if (name === undefined || type === undefined) return [];
  const owner = name === "." ? name : name.replace(/\.$/, "");
  return [{ name: owner, type, ttl: Number(ttl), data: dataFromDig(type, data ?? "") }];
};

const sectionOf = (stdout: string, title: string): DnsRecord[] => {
  const lines = stdout.split("\n");
  const start = lines.indexOf(`;; ${title} SECTION:`) + 1;
  if (start === 0) return [];
  const end = lines.findIndex((line, index) => index >= start && (line === "" || line.startsWith(";")));
  return lines.slice(start, end === -1 ? undefined : end).flatMap(recordOf);
};

/** dig's comments, in one line; its help and its greeting say nothing of the answer. */
const complaint = ({ stdout, stderr }: CommandObservation): string =>
  `${stdout}\n${stderr}`
    .split("\n")
    .filter((line) => line !== "" && !/^; |^;; global options|^;; Got answer/.test(line))
    .map((line) => line.replace(/^(;; )+/, ""))
    .filter((line, index, all) => all.indexOf(line) === index)
    .join("; ");

/** What dig saw, by what it printed. */
export const readDig = (printed: CommandObservation): DigReading => {
  const { stdout, durationMs } = printed;
  const outcome = outcomeOf(printed);
  const isAnswered = outcome === "answered";
  return {
    kind: "dns",
    server: "",
    protocol: "udp",
    retriedOverTcp: /Truncated, retrying in TCP/.test(stdout),
    outcome,
    rcode: (isAnswered ? /^;; ->>HEADER<<-.* status: ([A-Z0-9]+),/m.exec(stdout)?.[1] : undefined) ?? "",
    flags: (isAnswered ? /^;; flags: ([a-z ]*);/m.exec(stdout)?.[1] : undefined)?.split(" ") ?? [],
    answers: sectionOf(stdout, "ANSWER"),
    authorities: sectionOf(stdout, "AUTHORITY"),
    error: isAnswered ? "" : complaint(printed),
    durationMs,
    lines: stdout.split("\n").filter((line) => line !== "" && !line.startsWith(";")),
  };
};
