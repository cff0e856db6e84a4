import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { TLS_TABLE } from "../testing/ask-https.ts";
import { codeOf, ProgramProcess } from "../testing/program-process.ts";
import { digestOf, manifestOf, RegistryClient } from "../testing/registry-client.ts";
import { makeDirectory, runService } from "../testing/run-service.ts";
import { mcr as program } from "./program.ts";

const MAIN = "twin/metacircular/programs/mcr/main.ts";
const CONFIG = `[server]
listen = "127.0.0.1:0"
[database]
path = "DIR/mcr.db"
[storage]
blobs = "DIR/blobs"
${TLS_TABLE}`;

beforeAll(() => codeOf(MAIN));

it("loses tags and keeps blobs when its database is deleted, and knows the blobs again at the next push", async () => {
  const directory = makeDirectory();
  const layer = Buffer.from("layer");
  await using first = await runService(program, CONFIG, { directory });
  await new RegistryClient(first.port("https")).pushImage("mcq", "v1", layer);
  await first.stop();
  rmSync(join(directory, "mcr.db"));
  await using second = await runService(program, CONFIG, { directory });
  const client = new RegistryClient(second.port("https"));
  expect((await client.ask("GET", "/v2/mcq/manifests/v1")).status).toBe(404);
  expect((await client.ask("HEAD", `/v2/mcq/blobs/${digestOf(layer)}`)).status).toBe(200);
  const config = Buffer.from('{"architecture":"amd64","os":"linux"}');
  expect((await client.pushManifest("mcq", "v1", manifestOf(config, layer))).status).toBe(201);
});

it("has its tags again after a restart", async () => {
  const directory = makeDirectory();
  await using first = await runService(program, CONFIG, { directory });
  await new RegistryClient(first.port("https")).pushImage("mcq", "v1", Buffer.from("layer"));
  await first.stop();
  await using second = await runService(program, CONFIG, { directory });
  const client = new RegistryClient(second.port("https"));
  expect((await client.ask("GET", "/v2/mcq/manifests/v1")).status).toBe(200);
});

it("goes on with an upload that a restart cut", async () => {
  const directory = makeDirectory();
  const config = join(directory, "mcr.toml");
  writeFileSync(config, CONFIG.replaceAll("DIR", directory));
  await using first = await ProgramProcess.start(MAIN, directory, ["server", "--config", config]);
  const before = new RegistryClient(await first.port("https"));
  const location = await before.begin("cut");
  await before.ask("PATCH", location, { body: "first " });
  await first.signal("SIGKILL");
  await using second = await runService(program, CONFIG, { directory });
  const client = new RegistryClient(second.port("https"));
  expect((await client.ask("GET", location)).headers["range"]).toBe("0-5");
  const end = await client.ask("PUT", `${location}?digest=${digestOf("first second")}`, { body: "second" });
  expect(end.status).toBe(201);
});
