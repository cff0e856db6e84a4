import { createSocket } from "node:dgram";
import { connect, isIPv6 } from "node:net";
import type { DnsObservation } from "#harness/scenario/observation.ts";
import { makeQuestion, type Question, type Reading, readAnswer } from "./dns-message.ts";
import type { DnsCall } from "./protocol.ts";
import { codeOf, messageOf, Refusal } from "./refusal.ts";

type Result = Pick<DnsObservation, "outcome"> & Partial<DnsObservation>;

/** A way to send the question; reports what comes back, and returns how to end it. */
type Exchange = (
  call: DnsCall,
  question: Question,
  onMessage: (bytes: Buffer) => void,
  onResult: (result: Result) => void,
) => () => void;

const failure = (error: unknown): Result => ({ outcome: "unreachable", error: messageOf(error) });

/** A connected socket: only such a one learns of an ICMP error. Source: udp(7) */
const overUdp: Exchange = (call, question, onMessage, onResult) => {
  const socket = createSocket(isIPv6(call.server) ? "udp6" : "udp4");
  socket.on("message", onMessage);
  socket.on("error", (error) => onResult(failure(error)));
  socket.connect(call.port, call.server, () => socket.send(question.bytes));
  return () => socket.close();
};

/** Two bytes of length before each message. Source: RFC 1035 section 4.2.2 */
const overTcp: Exchange = (call, question, onMessage, onResult) => {
  const socket = connect({ host: call.server, port: call.port });
  let received = Buffer.alloc(0);
  let connected = false;
  const length = Buffer.alloc(2);
  length.writeUInt16BE(question.bytes.length);
  socket.on("connect", () => {
    connected = true;
    socket.write(Buffer.concat([length, question.bytes]));
  });
  socket.on("data", (data: Buffer) => {
    received = Buffer.concat([received, data]);
    while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
      const end = 2 + received.readUInt16BE(0);
      onMessage(received.subarray(2, end));
      received = received.subarray(end);
    }
  });
  socket.on("end", () => onResult({ outcome: "malformed", error: "the connection ended without an answer" }));
  socket.on("error", (error) =>
    onResult(
      connected && codeOf(error) !== "ECONNREFUSED"
        ? { outcome: "malformed", error: `the connection broke: ${messageOf(error)}` }
        : failure(error),
    ),
  );
  return () => socket.destroy();
};

/**
 * Asks one server one question, once.
 * @throws Refusal when the question cannot be asked at all
 */
export const askDns = (call: DnsCall): Promise<DnsObservation> => {
  const question = makeQuestion(call);
  const startedMs = performance.now();
  const { promise, resolve, reject } = Promise.withResolvers<DnsObservation>();
  let stray = "";
  let over = false;
  let end = () => {};
  const finish = (result: Result) => {
    if (over) return;
    over = true;
    clearTimeout(limit);
    end();
    resolve({
      kind: "dns",
      rcode: "",
      flags: [],
      answers: [],
      authorities: [],
      error: "",
      ...result,
      durationMs: performance.now() - startedMs,
    });
  };
  const onMessage = (bytes: Buffer) => {
    const reading: Reading = readAnswer(question, bytes);
    if (reading.kind === "stray") stray = reading.why;
    else if (reading.kind === "malformed") finish({ outcome: "malformed", error: reading.why });
    else {
      const { kind: _, ...answer } = reading;
      finish({ outcome: "answered", ...answer });
    }
  };
  const limit = setTimeout(() => {
    const waited = `no answer in ${call.timeoutMs} ms`;
    if (stray === "") finish({ outcome: "timeout", error: waited });
    else finish({ outcome: "malformed", error: `${stray}, and ${waited} to the question` });
  }, call.timeoutMs);
  try {
    end = (call.protocol === "udp" ? overUdp : overTcp)(call, question, onMessage, finish);
  } catch (error) {
    clearTimeout(limit);
    reject(new Refusal(messageOf(error)));
  }
  return promise;
};
