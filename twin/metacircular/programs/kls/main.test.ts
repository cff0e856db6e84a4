import { expect, it } from "vitest";
import { type Arguments, runService, runToEnd } from "../testing/run-service.ts";
import { kls as program } from "./program.ts";

const CONFIG = '[server]\nlisten = "127.0.0.1:0"\n[database]\npath = "DIR/kls.db"\n';
const ARGS: Arguments = (configFile) => ["-f", configFile];

it("kls keeps lists by key", async () => {
  await using kls = await runService(program, CONFIG, { args: ARGS });
  expect(await kls.fetchJson("/v1/lists/hosts")).toMatchObject({ status: 404 });
  await kls.fetchJson("/v1/lists/hosts", { value: "rift" });
  expect(await kls.fetchJson("/v1/lists/hosts", { value: "svc" })).toEqual({
    status: 201,
    body: { key: "hosts", values: ["rift", "svc"] },
  });
  expect(await kls.fetchJson("/v1/lists/hosts", { value: 1 })).toMatchObject({ status: 400 });
  const home = await fetch(`http://127.0.0.1:${kls.port("http")}/`);
  expect(await home.text()).toContain("<li>hosts: 2</li>");
});

it("kls takes no other arguments", async () => {
  expect(await runToEnd(program, CONFIG)).toMatchObject({ code: 1, stderr: "usage: kls -f FILE\n" });
});
