import { describe, expect, it } from "vitest";
import { redactor } from "./redaction.ts";

const redact = redactor(["s3cr3t/+", "long s3cr3t/+ one"]);

describe("redaction", () => {
  it.each([
    ["the secret is s3cr3t/+.", "the secret is [redacted]."],
    ["long s3cr3t/+ one", "[redacted]"],
    ["?x=s3cr3t%2F%2B", "?x=[redacted]"],
    [`b64 ${Buffer.from("s3cr3t/+").toString("base64")}`, "b64 [redacted]"],
    ["POSTGRES_PASSWORD=abc next", "POSTGRES_PASSWORD=[redacted] next"],
    ['{"token": "a\\"b c", "n": 1}', '{"token": [redacted], "n": 1}'],
    ["token: abc.def", "token: [redacted]"],
    ["Api-Key = 'a b'", "Api-Key = [redacted]"],
    ["login --registry-password hunter2 host", "login --registry-password [redacted] host"],
    ["> Authorization: Basic YWJj\nnext", "> Authorization: [redacted]\nnext"],
    [`curl -H "Authorization: Bearer abc.def" x`, `curl -H "Authorization: Bearer [redacted]" x`],
    ["postgres://mcp:pw@host/db", "postgres://mcp:[redacted]@host/db"],
    [
      "a\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nb",
      "a\n-----BEGIN RSA PRIVATE KEY----- [redacted] -----END RSA PRIVATE KEY-----\nb",
    ],
    [
      "-----BEGIN PRIVATE KEY-----\nMIIE cut",
      "-----BEGIN PRIVATE KEY----- [redacted] -----END PRIVATE KEY-----",
    ],
  ])("takes the secret out of %j", (dirty, clean) => {
    expect(redact(dirty)).toBe(clean);
    expect(redact(clean)).toBe(clean);
  });

  it.each(["podman secret ls", "exit 125: default OCI runtime", "systemctl stop user@995", "http://a:80/@b"])(
    "leaves %j alone",
    (plain) => {
      expect(redact(plain)).toBe(plain);
    },
  );

  it("looks at every text of a value, and at the names of fields", () => {
    const event = {
      type: "failure",
      facts: { got: "s3cr3t/+" },
      list: ["x s3cr3t/+"],
      headers: { authorization: "Negotiate abc", "set-cookie": "a=b", date: "today" },
      ok: true,
      count: 3,
    };
    expect(redact(event)).toEqual({
      type: "failure",
      facts: { got: "[redacted]" },
      list: ["x [redacted]"],
      headers: { authorization: "[redacted]", "set-cookie": "[redacted]", date: "today" },
      ok: true,
      count: 3,
    });
    expect(redactor(["failure"])(event).type).toBe("failure");
    expect(redactor([""])("abc")).toBe("abc");
  });

  it("stays linear on long outputs", () => {
    const startMs = performance.now();
    for (const unit of [
      "a",
      "-",
      "\n",
      "token ",
      "a.",
      "password",
      "-----BEGIN PRIVATE KEY",
      "x:",
      "Authorization: ",
    ]) {
      redact(unit.repeat(2_000_000 / unit.length));
    }
    expect(performance.now() - startMs).toBeLessThan(5000);
  });
});
