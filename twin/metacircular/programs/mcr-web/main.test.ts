import { expect, it } from "vitest";
import { runService, runToEnd } from "../testing/run-service.ts";
import { mcrWeb as program } from "./program.ts";

/** The registry's own tables are in the same file, and none of the pages' business. */
const CONFIG = `[server]
listen = "0.0.0.0:8443"
[database]
path = "/srv/mcr/mcr.db"
[storage]
blobs = "/srv/mcr/blobs"
[needs]
names = ["nobody.invalid"]
[web]
listen = "127.0.0.1:0"
database = "DIR/mcr-web.db"
`;

it("mcr-web shows descriptions of repositories", async () => {
  await using web = await runService(program, CONFIG);
  const repository = "team/mcq";
  expect(await web.fetchJson("/v1/descriptions", { repository, text: "The <queue>" })).toMatchObject({
    status: 201,
  });
  const home = await fetch(`http://127.0.0.1:${web.port("http")}/`);
  expect([home.status, await home.text()]).toEqual([
    200,
    expect.stringContaining("<li>team/mcq: The &lt;queue&gt;</li>"),
  ]);
  expect(await web.fetchJson("/v1/health")).toMatchObject({ status: 200, body: { service: "mcr-web" } });
});

it("mcr-web needs what its own table says", async () => {
  await using web = await runService(program, `${CONFIG}[web.needs]\nurls = ["http://127.0.0.1:9/v2/"]\n`);
  expect(await web.fetchJson("/v1/health")).toMatchObject({
    status: 503,
    body: { reason: "http://127.0.0.1:9/v2/: connect ECONNREFUSED 127.0.0.1:9" },
  });
});

it("mcr-web does not start with a key that it does not know", async () => {
  const { code, stderr, directory } = await runToEnd(program, `${CONFIG}colour = "red"\n`);
  expect([code, stderr]).toEqual([
    1,
    `read configuration: ${directory}/config.toml: web: colour is not a known key; remove it, or write one of database, listen, needs\n`,
  ]);
});
