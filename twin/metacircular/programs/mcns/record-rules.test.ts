import { describe, expect, it } from "vitest";
import { normalRecord, type StoredRecord } from "./record-rules.ts";

const record = (type: StoredRecord["type"], value: string, name = "a.example"): StoredRecord => ({
  name,
  type,
  ttl: 300,
  value,
});

describe("normalRecord", () => {
  it("writes names in small letters, without the dot of the root", () => {
    expect(normalRecord(record("CNAME", "B.Example.", "A.Example."))).toEqual(record("CNAME", "b.example"));
  });

  it.each([
    [record("A", "192.0.2.256"), 'a.example A "192.0.2.256" is not an IPv4 address'],
    [record("A", "2001:db8::1"), 'a.example A "2001:db8::1" is not an IPv4 address'],
    [record("AAAA", "192.0.2.1"), 'a.example AAAA "192.0.2.1" is not an IPv6 address'],
    [record("CNAME", "b..example"), 'a.example CNAME "b..example" is not a name'],
    [record("TXT", "x".repeat(256)), "is not a text of up to 255 bytes"],
    [record("A", "192.0.2.1", `${"x".repeat(64)}.example`), "is not a name"],
    [record("A", "192.0.2.1", `${"x.".repeat(127)}example`), "is not a name"],
    [record("A", "192.0.2.1", "bücher.example"), '"bücher.example" is not a name'],
  ])("refuses what no server could send: %j", (wrong, message) => {
    expect(() => normalRecord(wrong)).toThrow(message);
  });
});
