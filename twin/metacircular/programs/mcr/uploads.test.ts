import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TLS_TABLE } from "../testing/ask-https.ts";
import { digestOf, problemIn, RegistryClient } from "../testing/registry-client.ts";
import { type RunningService, runService } from "../testing/run-service.ts";
import { mcr as program } from "./program.ts";

const CONFIG = `[server]
listen = "127.0.0.1:0"
[database]
path = "DIR/mcr.db"
[storage]
blobs = "DIR/blobs"
${TLS_TABLE}`;

describe("uploads to mcr", () => {
  let mcr: RunningService;
  let client: RegistryClient;
  beforeAll(async () => {
    mcr = await runService(program, CONFIG);
    client = new RegistryClient(mcr.port("https"));
  });
  afterAll(() => mcr[Symbol.asyncDispose]());

  it("takes a blob in one request", async () => {
    const blob = Buffer.from("monolithic");
    const path = `/v2/mono/blobs/uploads/?digest=${digestOf(blob)}`;
    const { status, headers } = await client.ask("POST", path, { body: blob });
    expect([status, headers.location, headers["docker-content-digest"]]).toEqual([
      201,
      `/v2/mono/blobs/${digestOf(blob)}`,
      digestOf(blob),
    ]);
    const wrong = await client.ask("POST", path, { body: "something else" });
    expect([wrong.status, problemIn(wrong.body)]).toEqual([400, "DIGEST_INVALID"]);
  });

  it("takes chunks in order, tells how far it is, and the last one may come with the end", async () => {
    const chunk = (location: string, range: string, body: string) =>
      client.ask("PATCH", location, { headers: { "content-range": range }, body });
    const location = await client.begin("chunks");
    expect(await client.ask("GET", location)).toMatchObject({ status: 204, headers: { range: "0-0" } });
    expect(await chunk(location, "0-3", "abcd")).toMatchObject({
      status: 202,
      headers: { range: "0-3", location },
    });
    expect(await chunk(location, "9-12", "late")).toMatchObject({ status: 416, headers: { range: "0-3" } });
    const short = await chunk(location, "4-9", "efg");
    expect([short.status, problemIn(short.body)]).toEqual([400, "SIZE_INVALID"]);
    expect(await client.ask("GET", location)).toMatchObject({ status: 204, headers: { range: "0-3" } });
    const end = await client.ask("PUT", `${location}?digest=${digestOf("abcdefg")}`, {
      headers: { "content-range": "4-6" },
      body: "efg",
    });
    expect(end.status).toBe(201);
    const blob = await client.ask("GET", `/v2/chunks/blobs/${digestOf("abcdefg")}`);
    expect(blob.body.toString()).toBe("abcdefg");
  });

  it("forgets an upload whose digest is wrong, and one that is cancelled", async () => {
    const wrong = await client.pushBlob("wrong", Buffer.from("content"), digestOf("other content"));
    expect([wrong.status, problemIn(wrong.body)]).toEqual([400, "DIGEST_INVALID"]);
    const location = await client.begin("wrong");
    expect((await client.ask("DELETE", location)).status).toBe(204);
    const gone = await client.ask("PATCH", location, { body: "x" });
    expect([gone.status, problemIn(gone.body)]).toEqual([404, "BLOB_UPLOAD_UNKNOWN"]);
    const missing = await client.ask("PUT", await client.begin("wrong"), { body: "x" });
    expect([missing.status, problemIn(missing.body)]).toEqual([400, "DIGEST_INVALID"]);
  });

  it("mounts a blob that it has, and begins an upload of one that it has not", async () => {
    const blob = Buffer.from("shared");
    await client.pushBlob("one", blob);
    const mount = (digest: string) => client.ask("POST", `/v2/two/blobs/uploads/?mount=${digest}&from=one`);
    expect(await mount(digestOf(blob))).toMatchObject({
      status: 201,
      headers: { location: `/v2/two/blobs/${digestOf(blob)}` },
    });
    expect((await mount(digestOf("not there"))).status).toBe(202);
  });
});
