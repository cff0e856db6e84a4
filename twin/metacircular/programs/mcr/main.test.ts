import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { get } from "node:https";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CA_FILE, TLS_TABLE } from "../testing/ask-https.ts";
import {
  digestOf,
  MANIFEST_TYPE,
  manifestOf,
  problemIn,
  RegistryClient,
} from "../testing/registry-client.ts";
import { type RunningService, runService } from "../testing/run-service.ts";
import { mcr as program } from "./program.ts";

const CONFIG = `[server]
listen = "127.0.0.1:0"
grpc_listen = "127.0.0.1:0"
[database]
path = "DIR/mcr.db"
[storage]
blobs = "DIR/blobs"
${TLS_TABLE}[web]
listen = "127.0.0.1:0"
database = "DIR/mcr-web.db"
`;

const blobFile = (digest: string): string => join("blobs/sha256", digest.slice(7, 9), digest.slice(7));

describe("mcr", () => {
  let mcr: RunningService;
  let client: RegistryClient;
  beforeAll(async () => {
    mcr = await runService(program, CONFIG);
    client = new RegistryClient(mcr.port("https"));
  });
  afterAll(() => mcr[Symbol.asyncDispose]());

  it("says that it is a registry", async () => {
    const { status, headers, body } = await client.ask("GET", "/v2/");
    expect([status, headers["docker-distribution-api-version"], body.toString()]).toEqual([
      200,
      "registry/2.0",
      "{}\n",
    ]);
  });

  it("tells its health where the real one speaks gRPC, and nothing else there", async () => {
    const grpc = new RegistryClient(mcr.port("grpc"));
    expect((await grpc.ask("GET", "/v1/health")).status).toBe(200);
    expect((await grpc.ask("GET", "/v2/")).status).toBe(404);
  });

  it("takes an image and gives it back, by tag and by digest", async () => {
    const layer = randomBytes(3_000_000);
    const manifest = await client.pushImage("team/mcq", "v0.4.2", layer);
    const digest = digestOf(manifest);
    for (const reference of ["v0.4.2", digest]) {
      const { headers, body } = await client.ask("GET", `/v2/team/mcq/manifests/${reference}`);
      expect(body.toString()).toBe(manifest);
      expect(headers).toMatchObject({ "content-type": MANIFEST_TYPE, "docker-content-digest": digest });
    }
    const head = await client.ask("HEAD", "/v2/team/mcq/manifests/v0.4.2");
    expect(head).toMatchObject({
      status: 200,
      headers: { "content-length": String(manifest.length), "docker-content-digest": digest },
    });
    expect(head.body).toHaveLength(0);
    const pulled = await client.ask("GET", `/v2/team/mcq/blobs/${digestOf(layer)}`);
    expect(pulled.body.equals(layer)).toBe(true);
    expect(readFileSync(join(mcr.directory, blobFile(digestOf(layer)))).equals(layer)).toBe(true);
    expect(readdirSync(join(mcr.directory, "blobs/uploads"))).toEqual([]);
  });

  it("tells of a blob without sending it", async () => {
    const blob = Buffer.from("a blob");
    await client.pushBlob("head", blob);
    const head = await client.ask("HEAD", `/v2/head/blobs/${digestOf(blob)}`);
    expect(head).toMatchObject({
      status: 200,
      headers: { "content-length": "6", "docker-content-digest": digestOf(blob) },
    });
    const none = await client.ask("GET", `/v2/head/blobs/${digestOf("other")}`);
    expect([none.status, problemIn(none.body)]).toEqual([404, "BLOB_UNKNOWN"]);
  });

  it.each([
    ["bytes=2-4", 206, "234", "bytes 2-4/10"],
    ["bytes=7-", 206, "789", "bytes 7-9/10"],
    ["bytes=-2", 206, "89", "bytes 8-9/10"],
    ["bytes=4-99", 206, "456789", "bytes 4-9/10"],
    ["bytes=0-", 200, "0123456789", undefined],
    ["lines=1-2", 200, "0123456789", undefined],
  ])("sends the part of a blob that %s asks for", async (range, status, text, contentRange) => {
    const blob = Buffer.from("0123456789");
    await client.pushBlob("ranges", blob);
    const part = await client.ask("GET", `/v2/ranges/blobs/${digestOf(blob)}`, { headers: { range } });
    expect([part.status, part.body.toString(), part.headers["content-range"]]).toEqual([
      status,
      text,
      contentRange,
    ]);
  });

  it("refuses a part that the blob does not have", async () => {
    const blob = Buffer.from("0123456789");
    await client.pushBlob("ranges", blob);
    const part = await client.ask("GET", `/v2/ranges/blobs/${digestOf(blob)}`, {
      headers: { range: "bytes=10-" },
    });
    expect([part.status, part.headers["content-range"]]).toEqual([416, "bytes */10"]);
  });

  it("refuses a manifest whose blobs it does not have, or that is none", async () => {
    const put = async (content: string, reference = "v1") => {
      const { status, body } = await client.pushManifest("refused", reference, content);
      return [status, problemIn(body)];
    };
    const manifest = manifestOf(Buffer.from("unknown config"), Buffer.from("unknown layer"));
    expect(await put(manifest)).toEqual([400, "MANIFEST_BLOB_UNKNOWN"]);
    expect(await put("not json")).toEqual([400, "MANIFEST_INVALID"]);
    expect(await put("[]")).toEqual([400, "MANIFEST_INVALID"]);
    expect(await put('{"schemaVersion":2,"layers":[]}')).toEqual([400, "MANIFEST_INVALID"]);
    expect(await put(manifest, digestOf("another"))).toEqual([400, "DIGEST_INVALID"]);
    expect(await put(manifest, "a b".replace(" ", "%20"))).toEqual([400, "MANIFEST_INVALID"]);
    expect(await put(" ".repeat(4_194_305))).toEqual([413, "SIZE_INVALID"]);
    const blob = Buffer.from("known");
    await client.pushBlob("refused", blob);
    expect(await put(manifestOf(blob, blob).replaceAll('"size":5', '"size":6'))).toEqual([
      400,
      "SIZE_INVALID",
    ]);
  });

  it("takes an index of manifests that it has", async () => {
    const manifest = await client.pushImage("index", "amd64", Buffer.from("layer"));
    const index = (digest: string) =>
      JSON.stringify({ schemaVersion: 2, manifests: [{ digest, size: manifest.length }] });
    const put = (digest: string) =>
      client.ask("PUT", "/v2/index/manifests/all", {
        headers: { "content-type": "application/vnd.oci.image.index.v1+json" },
        body: index(digest),
      });
    expect((await put(digestOf(manifest))).status).toBe(201);
    expect(problemIn((await put(digestOf("none"))).body)).toBe("MANIFEST_BLOB_UNKNOWN");
  });

  it("lists tags and repositories, some at a time", async () => {
    for (const tag of ["v3", "v1", "v2"]) await client.pushImage("lists/some", tag, Buffer.from(tag));
    const list = async (path: string) => {
      const { headers, body } = await client.ask("GET", path);
      return [JSON.parse(body.toString()) as unknown, headers["link"]];
    };
    const tags = "/v2/lists/some/tags/list";
    expect(await list(tags)).toEqual([{ name: "lists/some", tags: ["v1", "v2", "v3"] }, undefined]);
    expect(await list(`${tags}?n=2`)).toEqual([
      { name: "lists/some", tags: ["v1", "v2"] },
      `<${tags}?n=2&last=v2>; rel="next"`,
    ]);
    expect(await list(`${tags}?n=2&last=v2`)).toEqual([{ name: "lists/some", tags: ["v3"] }, undefined]);
    expect(await list(`${tags}?n=0`)).toEqual([{ name: "lists/some", tags: [] }, undefined]);
    expect(await list("/v2/_catalog?last=lists&n=1")).toMatchObject([{ repositories: ["lists/some"] }, {}]);
    const unknown = await client.ask("GET", "/v2/nobody/tags/list");
    expect([unknown.status, problemIn(unknown.body)]).toEqual([404, "NAME_UNKNOWN"]);
  });

  it("deletes a tag alone, and a manifest with its tags", async () => {
    const manifest = await client.pushImage("deletes", "a", Buffer.from("layer"));
    await client.pushManifest("deletes", "b", manifest);
    const get = async (reference: string) =>
      (await client.ask("GET", `/v2/deletes/manifests/${reference}`)).status;
    const remove = async (reference: string) =>
      (await client.ask("DELETE", `/v2/deletes/manifests/${reference}`)).status;
    expect(await remove("a")).toBe(202);
    expect([await get("a"), await get("b")]).toEqual([404, 200]);
    expect(await remove(digestOf(manifest))).toBe(202);
    expect([await get("b"), await get(digestOf(manifest)), await remove("b")]).toEqual([404, 404, 404]);
  });

  it("outlives a client that goes away in the middle of a blob", async () => {
    const blob = randomBytes(20_000_000);
    await client.pushBlob("leaves", blob);
    const request = get({
      host: "127.0.0.1",
      port: mcr.port("https"),
      path: `/v2/leaves/blobs/${digestOf(blob)}`,
      ca: readFileSync(CA_FILE),
      agent: false,
    });
    const [response] = (await once(request, "response")) as [IncomingMessage];
    response.destroy();
    await once(response, "close");
    expect((await client.ask("GET", "/v1/health")).status).toBe(200);
  });

  it.each([
    ["GET", "/v2/UPPER/tags/list", 400, "NAME_INVALID"],
    ["GET", "/v2/a//b/tags/list", 400, "NAME_INVALID"],
    ["GET", "/v2/a%ff/tags/list", 400, "NAME_INVALID"],
    ["GET", "/v2/a/blobs/..%2f..%2fmcr.db", 404, "UNSUPPORTED"],
    ["GET", "/v2/a/blobs/sha256:..", 400, "DIGEST_INVALID"],
    ["GET", "/v2/a/blobs/sha512:00", 400, "DIGEST_INVALID"],
    ["PATCH", "/v2/a/blobs/uploads/%2e%2e", 404, "UNSUPPORTED"],
    ["PATCH", "/v2/a/blobs/uploads/mcr.db", 404, "BLOB_UPLOAD_UNKNOWN"],
    ["GET", "/v2/a", 404, "UNSUPPORTED"],
    ["DELETE", `/v2/a/blobs/${digestOf("")}`, 405, "UNSUPPORTED"],
  ])("answers %s %s with %d %s", async (method, path, status, code) => {
    const answer = await client.ask(method, path);
    expect([answer.status, problemIn(answer.body)]).toEqual([status, code]);
  });
});
