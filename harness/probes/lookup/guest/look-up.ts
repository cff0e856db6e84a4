import { Resolver } from "node:dns";
import { existsSync } from "node:fs";
import { isIP } from "node:net";
import { codeOf, messageOf, Refusal } from "../../../guest/refusal.ts";
import { resolvConfFile, systemServers } from "../../../guest/resolv-conf.ts";
import type { Execution } from "../../../guest/watch.ts";
import { quote } from "../../../scenario/shell.ts";
import type { CommandRequest } from "../../command/value.ts";
import { dnsNameProblem } from "../../dns/name.ts";
import type { LookupFinding, LookupObservation, LookupPath, LookupRequest } from "../value.ts";

type Run = (call: CommandRequest) => Promise<Execution>;
type Found = Omit<LookupFinding, "path" | "durationMs">;

const noProgram = 127;

/** The addresses in the words of a text, each once. */
const addressesIn = (words: readonly string[], family: 4 | 6): string[] => [
  ...new Set(words.filter((word) => isIP(word) === family)),
];

const failed = (outcome: Found["outcome"], error: string): Found => ({ outcome, addresses: [], error });

const found = (addresses: readonly string[], family: 4 | 6): Found =>
  addresses.length > 0
    ? { outcome: "found", addresses, error: "" }
    : failed("not-found", `no IPv${family} address`);

type Program = {
  readonly script: string;
  readonly words: (stdout: string) => readonly string[];
  readonly notFound: (code: number | undefined, stderr: string) => boolean;
};

const asked = async (program: Program, call: LookupRequest, run: Run): Promise<Found> => {
  const { exitCode, signal, timedOut, stdout, stderr } = await run({
    script: program.script,
    timeoutMs: call.timeoutMs,
  });
  if (timedOut) return failed("timeout", `no answer in ${call.timeoutMs} ms`);
  const said = stderr.output.toString("utf8").trim();
  if (exitCode === noProgram) return failed("missing", said);
  if (exitCode === 0) {
    return found(addressesIn(program.words(stdout.output.toString("utf8")), call.family), call.family);
  }
  const end = exitCode === undefined ? `ended by ${signal}` : `exit ${exitCode}`;
  return failed(program.notFound(exitCode, said) ? "not-found" : "failed", said === "" ? end : said);
};

/** glibc, as most programs do it: nsswitch.conf says in which order. Source: getent(1). */
const getent = (name: string): Program => ({
  script: `getent ahosts ${quote(name)}`,
  words: (stdout) => stdout.split("\n").map((line) => line.split(/\s/)[0] ?? ""),
  // It ends with 2 whatever the reason was, and says none.
  notFound: (code) => code === 2,
});

/** systemd-resolved, asked by itself. What follows `--` says where an address came from. Source: resolvectl(1). */
const resolvectl = (name: string): Program => ({
  script: `resolvectl query ${quote(name)}`,
  words: (stdout) => stdout.split("\n").flatMap((line) => line.split("--")[0]?.split(/\s+/) ?? []),
  notFound: (_, stderr) => /not found|does not have any RR/.test(stderr),
});

const caresOutcomes: Readonly<Record<string, Found["outcome"]>> = {
  ENOTFOUND: "not-found",
  ENODATA: "not-found",
  ETIMEOUT: "timeout",
  ECANCELLED: "timeout",
};

type LookupPlace = { readonly resolvConf: string; readonly port: number };

const usualPlace: LookupPlace = { resolvConf: resolvConfFile, port: 53 };

/**
 * The servers of resolv.conf, in its order, asked by c-ares: DNS alone, as the resolvers of Go and of many others do it.
 * Only `nameserver` counts: no `search`, no `ndots`, no other option, so the name is asked for as it is written.
 */
const cares = async (call: LookupRequest, { resolvConf, port }: LookupPlace): Promise<Found> => {
  if (!existsSync(resolvConf)) return failed("missing", `there is no ${resolvConf}`);
  const servers = systemServers(resolvConf);
  const resolver = new Resolver({ timeout: Math.ceil(call.timeoutMs / servers.length), tries: 1 });
  const limit = setTimeout(() => resolver.cancel(), call.timeoutMs);
  try {
    resolver.setServers(servers.map((one) => (isIP(one) === 6 ? `[${one}]:${port}` : `${one}:${port}`)));
    const addresses = await new Promise<string[]>((resolve, reject) => {
      const done = (error: Error | null, list: string[]) => (error === null ? resolve(list) : reject(error));
      if (call.family === 4) resolver.resolve4(call.name, done);
      else resolver.resolve6(call.name, done);
    });
    return found(addresses, call.family);
  } catch (error) {
    return failed(
      caresOutcomes[codeOf(error)] ?? "failed",
      `${messageOf(error)} (asked ${servers.join(", ")})`,
    );
  } finally {
    clearTimeout(limit);
  }
};

const timed = async (path: LookupPath, finding: Promise<Found>): Promise<LookupFinding> => {
  const startedMs = performance.now();
  const seen = await finding;
  return { path, ...seen, durationMs: performance.now() - startedMs };
};

/** Looks the name up on every path at once. @throws Refusal when it is no name that could be looked up */
export const lookUp = async (
  call: LookupRequest,
  run: Run,
  place: LookupPlace = usualPlace,
): Promise<LookupObservation> => {
  const wrong = dnsNameProblem(call.name);
  if (wrong !== undefined)
    throw new Refusal(`"${call.name}" cannot be looked up: ${wrong.problem}; ${wrong.next}`);
  const startedMs = performance.now();
  const findings = await Promise.all([
    timed("getaddrinfo", asked(getent(call.name), call, run)),
    timed("resolvectl", asked(resolvectl(call.name), call, run)),
    timed("resolv.conf", cares(call, place)),
  ]);
  return { kind: "lookup", findings, durationMs: performance.now() - startedMs };
};
