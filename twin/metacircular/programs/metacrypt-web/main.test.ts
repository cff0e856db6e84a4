import { expect, it } from "vitest";
import { type Arguments, runService, runToEnd } from "../testing/run-service.ts";
import { metacryptWeb as program } from "./program.ts";

const CONFIG = '[web]\nlisten = "127.0.0.1:0"\ndatabase = "DIR/metacrypt-web.db"\n';
const ARGS: Arguments = (configFile) => ["--config", configFile];

it("metacrypt-web keeps requests for certificates", async () => {
  await using web = await runService(program, CONFIG, { args: ARGS });
  const asked = { name: "a.net", requestedBy: "ops" };
  expect(await web.fetchJson("/v1/requests", asked)).toEqual({ status: 201, body: asked });
  expect(await web.fetchJson("/v1/requests")).toMatchObject({ body: { requests: [{ id: 1, ...asked }] } });
  const home = await fetch(`http://127.0.0.1:${web.port("http")}/`);
  expect([home.status, await home.text()]).toEqual([200, expect.stringContaining("<li>a.net, for ops</li>")]);
});

it("metacrypt-web takes no other arguments", async () => {
  expect(await runToEnd(program, CONFIG)).toMatchObject({
    code: 1,
    stderr: "usage: metacrypt-web --config FILE\n",
  });
});
