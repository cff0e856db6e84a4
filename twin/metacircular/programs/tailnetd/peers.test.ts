import { decode, encode, type RecordType } from "dns-packet";
import { expect, test } from "vitest";
import { withPeers } from "./peers.ts";

const asked = (name: string, type: RecordType = "A") =>
  encode({ type: "query", id: 4711, flags: 0x0100, questions: [{ type, name }] });

const handedOn = Buffer.from("handed on");
const answers = withPeers([{ name: "rift.platform.ts.net", address: "198.51.100.10" }], {
  answer: async () => handedOn,
});

const answerTo = async (name: string, type?: RecordType) => {
  const bytes = await answers.answer(asked(name, type), "udp");
  const reply = decode(bytes ?? Buffer.alloc(0)) as ReturnType<typeof decode> & { rcode: string };
  return [reply.rcode, reply.answers?.map((one) => ("data" in one ? one.data : undefined))];
};

test("a machine of the tailnet is found by its own name, in any case", async () => {
  expect(await answerTo("rift.platform.ts.net")).toEqual(["NOERROR", ["198.51.100.10"]]);
  expect(await answerTo("RIFT.platform.TS.net")).toEqual(["NOERROR", ["198.51.100.10"]]);
  expect(await answerTo("rift.platform.ts.net", "AAAA")).toEqual(["NOERROR", []]);
});

test("another name of the tailnet does not exist, whatever the other servers know", async () => {
  expect(await answerTo("gone.platform.ts.net")).toEqual(["NXDOMAIN", []]);
});

test.each(["google.com", "ts.net.example", "notts.net"])("%s is handed on", async (name) => {
  expect(await answers.answer(asked(name), "udp")).toBe(handedOn);
});

test("what cannot be read is handed on", async () => {
  expect(await answers.answer(Buffer.alloc(3), "udp")).toBe(handedOn);
});
