import { messageOf, Refusal } from "../../../guest/refusal.ts";
import { systemServers } from "../../../guest/resolv-conf.ts";
import type { DnsObservation, DnsRequest } from "../value.ts";
import { overTcp, overUdp, type Target } from "./exchange.ts";
import { type DnsAnswer, readAnswer } from "./message.ts";
import { assertAskable, makeQuestion } from "./question.ts";

type Protocol = DnsRequest["protocol"];
type Attempt = DnsAnswer &
  Pick<DnsObservation, "outcome" | "error" | "protocol"> & { readonly truncated: boolean };

const nothing = { rcode: "", flags: [], answers: [], authorities: [], error: "", truncated: false } as const;

/** Asks one server one question, once. */
const askOnce = (call: DnsRequest, to: Target, protocol: Protocol, limitMs: number): Promise<Attempt> => {
  const question = makeQuestion(call);
  const { promise, resolve, reject } = Promise.withResolvers<Attempt>();
  let stray = "";
  let over = false;
  const finish = (result: Pick<Attempt, "outcome"> & Partial<Attempt>) => {
    if (over) return;
    over = true;
    clearTimeout(limit);
    exchange?.end();
    resolve({ ...nothing, ...result, protocol });
  };
  const onMessage = (bytes: Buffer) => {
    if (over) return;
    const reading = readAnswer(question, bytes, protocol);
    if (reading.kind === "stray") stray = reading.why;
    else if (reading.kind === "malformed") finish({ outcome: "malformed", error: reading.why });
    else {
      const { kind: _, ...answer } = reading;
      finish({ outcome: "answered", ...answer });
    }
  };
  const limit = setTimeout(() => {
    const progress = exchange?.progress() ?? "";
    const waited = `no answer in ${Math.round(limitMs)} ms${progress === "" ? "" : ` (${progress})`}`;
    if (stray === "") finish({ outcome: "timeout", error: waited });
    else finish({ outcome: "malformed", error: `${stray}, and ${waited} to the question` });
  }, limitMs);
  let exchange: ReturnType<typeof overUdp> | undefined;
  try {
    exchange = (protocol === "udp" ? overUdp : overTcp)(to, question, { onMessage, onEnd: finish });
  } catch (error) {
    clearTimeout(limit);
    reject(new Refusal(messageOf(error)));
  }
  return promise;
};

type Asked = Attempt & Pick<DnsObservation, "server" | "retriedOverTcp">;

/** Asks one server, and again over TCP when its answer was cut off. */
const askServer = async (call: DnsRequest, server: string, limitMs: number): Promise<Asked> => {
  const endMs = performance.now() + limitMs;
  const to = { server, port: call.port };
  const first = await askOnce(call, to, call.protocol, limitMs);
  if (!first.truncated || first.protocol === "tcp" || call.retryOverTcp === false) {
    return { ...first, server, retriedOverTcp: false };
  }
  const again = await askOnce(call, to, "tcp", Math.max(1, endMs - performance.now()));
  const error = again.error === "" ? "" : `the answer over UDP was cut off, and over TCP: ${again.error}`;
  return { ...again, error, server, retriedOverTcp: true };
};

/** What came of servers of which none answered: silence of one of them is the longer wait, and told first. */
const noneAnswered = (asked: readonly Asked[]): Asked => {
  const last = asked.at(-1) as Asked;
  const outcome = asked.some((one) => one.outcome === "timeout") ? "timeout" : last.outcome;
  const error = asked.map((one) => (asked.length > 1 ? `${one.server}: ${one.error}` : one.error)).join("; ");
  return { ...last, outcome, error };
};

const hasAnswered = ({ outcome }: Attempt): boolean => outcome !== "timeout" && outcome !== "unreachable";

/** Asks the servers in turn until one answers; those that are left share the time that is left. */
const askInTurn = async (call: DnsRequest, servers: readonly string[]): Promise<Asked> => {
  const endMs = performance.now() + call.timeoutMs;
  const asked: Asked[] = [];
  for (const [index, server] of servers.entries()) {
    const leftMs = Math.max(1, endMs - performance.now());
    const limitMs = servers.length === 1 ? call.timeoutMs : leftMs / (servers.length - index);
    const one = await askServer(call, server, limitMs);
    if (hasAnswered(one)) return one;
    asked.push(one);
  }
  return noneAnswered(asked);
};

/**
 * Asks the server that is named, or those of the machine's own resolver in their order.
 * @throws Refusal when the question cannot be asked at all
 */
export const askDns = async (call: DnsRequest, resolvConf?: string): Promise<DnsObservation> => {
  assertAskable(call);
  const startedMs = performance.now();
  const servers = call.server === undefined ? systemServers(resolvConf) : [call.server];
  const { truncated: _, ...seen } = await askInTurn(call, servers);
  return { kind: "dns", ...seen, durationMs: performance.now() - startedMs };
};
