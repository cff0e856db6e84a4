import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mcq as program } from "../mcq/program.ts";
import { type RunningService, runService } from "../testing/run-service.ts";

const CONFIG = '[server]\nlisten = "127.0.0.1:0"\n[database]\npath = "DIR/mcq.db"\n';

describe("a service", () => {
  let mcq: RunningService;
  beforeAll(async () => {
    mcq = await runService(program, CONFIG);
  });
  afterAll(() => mcq[Symbol.asyncDispose]());

  const firstLine = async (text: string): Promise<string | undefined> => {
    const socket = connect(mcq.port("http"), "127.0.0.1");
    socket.write(text);
    const [answer] = (await once(socket, "data")) as [Buffer];
    socket.destroy();
    return answer.toString().split("\r\n", 1)[0];
  };

  it.each([
    ["GET // HTTP/1.1\r\nhost: a\r\n\r\n", "HTTP/1.1 400 Bad Request"],
    ["GET http://:x/ HTTP/1.1\r\nhost: a\r\n\r\n", "HTTP/1.1 400 Bad Request"],
    ["\u0016\u0003\u0001 garbage\r\n\r\n", "HTTP/1.1 400 Bad Request"],
    ["BREW / HTTP/1.1\r\nhost: a\r\n\r\n", "HTTP/1.1 400 Bad Request"],
    ["TRACE / HTTP/1.1\r\nhost: a\r\n\r\n", "HTTP/1.1 404 Not Found"],
    ["GET /constructor HTTP/1.1\r\nhost: a\r\n\r\n", "HTTP/1.1 404 Not Found"],
  ])("answers %j in one line, and lives on", async (text, expected) => {
    expect(await firstLine(text)).toBe(expected);
    expect(await mcq.fetchJson("/v1/health")).toMatchObject({ status: 200 });
  });

  it("refuses a body that is too large, or no JSON", async () => {
    const post = async (body: string) => {
      const response = await fetch(`http://127.0.0.1:${mcq.port("http")}/v1/documents`, {
        method: "POST",
        body,
      });
      return [response.status, await response.json()];
    };
    expect(await post("x".repeat(1_048_577))).toEqual([
      413,
      { error: "the body is larger than 1048576 bytes" },
    ]);
    expect(await post("[")).toEqual([400, { error: "the body is not a JSON object" }]);
  });

  it("outlives a client that goes away in the middle of a body", async () => {
    const socket = connect(mcq.port("http"), "127.0.0.1");
    socket.end("POST /v1/documents HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n{");
    await once(socket.resume(), "close");
    expect(await mcq.fetchJson("/v1/health")).toMatchObject({ status: 200 });
  });

  it("shows a page at its front door", async () => {
    await mcq.fetchJson("/v1/documents", { title: "<b>", body: "x" });
    const home = await fetch(`http://127.0.0.1:${mcq.port("http")}/`);
    expect([home.status, await home.text()]).toEqual([
      200,
      expect.stringContaining('<li><a href="/v1/documents/1">&lt;b&gt;</a></li>'),
    ]);
  });
});
