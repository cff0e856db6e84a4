import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningService, runService } from "../testing/run-service.ts";
import { mcias as program } from "./program.ts";

const CONFIG = `
[server]
listen = "127.0.0.1:0"
[database]
path = "DIR/mcias.db"
[[accounts]]
name = "admin"
password = "drill"
`;

const login = (mcias: RunningService, name: unknown, password: unknown) =>
  mcias.fetchJson("/v1/login", { name, password });

const tokenOf = async (mcias: RunningService): Promise<string> =>
  ((await login(mcias, "admin", "drill")).body as { readonly token: string }).token;

const verify = async (mcias: RunningService, authorization?: string) => {
  const response = await fetch(`http://127.0.0.1:${mcias.port("http")}/v1/verify`, {
    headers: authorization === undefined ? {} : { authorization },
  });
  return { status: response.status, body: await response.json() };
};

describe("mcias", () => {
  it("gives a token for the right password, and says whose it is", async () => {
    await using mcias = await runService(program, CONFIG);
    expect(await login(mcias, "admin", "drill")).toMatchObject({ status: 200, body: { account: "admin" } });
    expect(await verify(mcias, `Bearer ${await tokenOf(mcias)}`)).toMatchObject({
      status: 200,
      body: { account: "admin" },
    });
    expect(await mcias.fetchJson("/v1/health")).toMatchObject({ status: 200 });
  });

  it("knows no token that is too old", async () => {
    await using mcias = await runService(program, CONFIG);
    const header = `Bearer ${await tokenOf(mcias)}`;
    mcias.sql("mcias.db", "update tokens set expires_at = 1 returning 1");
    expect(await verify(mcias, header)).toMatchObject({ status: 401 });
  });

  it("keeps neither passwords nor tokens, and both over a restart", async () => {
    await using first = await runService(program, CONFIG);
    const token = await tokenOf(first);
    const rows = JSON.stringify([
      first.sql("mcias.db", "select * from accounts").map((row) => row["name"]),
      first.sql("mcias.db", "select hash from tokens"),
    ]);
    expect(rows).toContain("admin");
    expect(rows).not.toContain(token);
    await first.stop();
    await using second = await runService(program, CONFIG.replace('"drill"', '"changed"'), {
      directory: first.directory,
    });
    expect(await verify(second, `Bearer ${token}`)).toMatchObject({ status: 200 });
    expect(await login(second, "admin", "drill")).toMatchObject({ status: 200 });
    expect(await login(second, "admin", "changed")).toMatchObject({ status: 401 });
  });
});

describe("mcias, asked wrongly,", () => {
  let mcias: RunningService;
  beforeAll(async () => {
    mcias = await runService(program, CONFIG);
  });
  afterAll(() => mcias[Symbol.asyncDispose]());

  it.each([
    ["admin", "Drill", 401],
    ["nobody", "drill", 401],
    // The hash for unknown accounts is all zeroes, which no password has.
    ["nobody", "", 401],
    ["admin", 7, 400],
    [undefined, "drill", 400],
  ])("refuses %j with %j", async (name, password, status) => {
    expect(await login(mcias, name, password)).toMatchObject({ status });
  });

  it.each([undefined, "Bearer", "Bearer x", "Basic YWRtaW46ZHJpbGw="])(
    "knows no token in %j",
    async (header) => {
      expect(await verify(mcias, header)).toMatchObject({ status: 401 });
    },
  );
});
