import { expect, test } from "vitest";
import { errorText, type Message, messagesIn, query, rowOf, startup } from "./messages.ts";

const collect = async (...chunks: readonly Buffer[]): Promise<Message[]> => {
  async function* stream() {
    yield* chunks;
  }
  const found: Message[] = [];
  for await (const message of messagesIn(stream())) found.push(message);
  return found;
};

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(" ", ""), "hex");
const ready = bytes("5a 00000005 49");

test("messages are found however the stream is cut", async () => {
  const stream = Buffer.concat([bytes("52 00000008 00000000"), ready]);
  const whole = await collect(stream);
  expect(whole.map(({ type, body }) => [type, body.toString("hex")])).toEqual([
    ["R", "00000000"],
    ["Z", "49"],
  ]);
  const single = await collect(...[...stream].map((byte) => Buffer.from([byte])));
  expect(single.map(({ type }) => type)).toEqual(["R", "Z"]);
  expect(await collect(ready.subarray(0, 3))).toEqual([]);
});

test("what another server answers is not read as a length", async () => {
  await expect(collect(Buffer.from("HTTP/1.1 400 Bad Request\r\n"))).rejects.toThrow(/not PostgreSQL's/);
  await expect(collect(bytes("52 00000001"))).rejects.toThrow(/not PostgreSQL's/);
});

test("rows have texts and nulls", () => {
  const body = bytes("0003 00000002 6f6b ffffffff 00000000");
  expect(rowOf({ type: "D", body })).toEqual(["ok", null, ""]);
});

test("an error says its message", () => {
  const body = Buffer.from("SFATAL\0C57P03\0Mthe database system is starting up\0\0");
  expect(errorText({ type: "E", body })).toBe("the database system is starting up");
  expect(errorText({ type: "E", body: Buffer.from("\0") })).toBe("an error without words");
});

test("what we say has its length", () => {
  expect(query("select 1").toString("hex")).toBe(`510000000d${Buffer.from("select 1\0").toString("hex")}`);
  const first = startup("aidb", "aidb");
  expect([first.readInt32BE(0), first.readInt32BE(4)]).toEqual([first.length, 0x30000]);
});
