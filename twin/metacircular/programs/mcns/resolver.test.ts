import { createSocket } from "node:dgram";
import { once } from "node:events";
import { decode, encode, type RecordType } from "dns-packet";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../lib/database.ts";
import { Forwarder } from "./forwarder.ts";
import type { StoredRecord } from "./record-rules.ts";
import { DNS_SCHEMA, RecordStore } from "./records.ts";
import { Resolver } from "./resolver.ts";

const nothing = () => undefined;

const storeOf = (records: readonly StoredRecord[]): RecordStore => {
  const store = new RecordStore(openDatabase(":memory:", DNS_SCHEMA, nothing));
  store.seed([{ name: "example", primary: "ns.example", mailbox: "admin.example" }], records, new Date());
  return store;
};

const query = (name: string, type: RecordType): Buffer =>
  encode({ type: "query", id: 7, questions: [{ name, type }] });

/** A server on loopback that adds these bytes as the one record of each answer. */
const rawUpstream = async (record: Buffer) => {
  const socket = createSocket("udp4");
  socket.on("message", (bytes, client) => {
    const reply = Buffer.concat([bytes, record]);
    reply.writeUInt16BE(0x8180, 2);
    reply.writeUInt16BE(1, 6);
    socket.send(reply, client.port, client.address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    address: { host: "127.0.0.1", port: socket.address().port },
    [Symbol.asyncDispose]: async () => {
      socket.close();
    },
  };
};

/** An SSHFP record whose fingerprint is shorter than its kind says: it is read, and cannot be written. */
const SHORT_FINGERPRINT = Buffer.from("c00c002c00010000003c000401010000", "hex");

describe("Resolver", () => {
  it("answers SERVFAIL where a record that it was handed cannot be handed on", async () => {
    const lines: string[] = [];
    await using upstream = await rawUpstream(SHORT_FINGERPRINT);
    const resolver = new Resolver(storeOf([]), new Forwarder([upstream.address], 60_000), (line) =>
      lines.push(line),
    );
    const reply = await resolver.answer(query("host.elsewhere", "SSHFP"), "udp");
    expect(decode(reply ?? Buffer.alloc(0))).toMatchObject({ id: 7, rcode: "SERVFAIL", answers: [] });
    expect(lines).toEqual(["resolve: Invalid fingerprint length\n"]);
  });

  it("marks what is too large for TCP as truncated", async () => {
    const texts = Array.from({ length: 300 }, (_, index) => String(index).padStart(250, "0"));
    const records = texts.map(
      (value): StoredRecord => ({ name: "big.example", type: "TXT", ttl: 60, value }),
    );
    const resolver = new Resolver(storeOf(records), undefined, nothing);
    const reply = await resolver.answer(query("big.example", "TXT"), "tcp");
    expect(decode(reply ?? Buffer.alloc(0))).toMatchObject({ rcode: "NOERROR", flag_tc: true, answers: [] });
  });

  it("forwards no name that it could not write as it came", async () => {
    await using upstream = await rawUpstream(SHORT_FINGERPRINT);
    const resolver = new Resolver(storeOf([]), new Forwarder([upstream.address], 60_000), nothing);
    const dotted = query("xxxx.elsewhere", "A");
    dotted.write("a.b.", 13, "latin1");
    expect(decode((await resolver.answer(dotted, "udp")) ?? Buffer.alloc(0))).toMatchObject({
      rcode: "REFUSED",
    });
  });
});
