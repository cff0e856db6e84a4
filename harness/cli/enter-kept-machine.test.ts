import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { DrillbookError } from "../errors.ts";
import { enterKeptMachine } from "./enter-kept-machine.ts";

let folder: string;
let server: Server;

/** An engine in which nothing runs. */
const answers: Readonly<Record<string, unknown>> = {
  "/version": { Version: "28.1.0" },
  "/info": { Labels: null, SecurityOptions: [] },
  "/containers/json": [],
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "drillbook-none-kept-"));
  server = createServer(({ url = "" }, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(answers[url.split("?")[0] ?? ""] ?? "OK"));
  });
  await new Promise<void>((resolve) => server.listen(join(folder, "engine.sock"), resolve));
  vi.stubEnv("DOCKER_HOST", `unix://${folder}/engine.sock`);
});
afterEach(() => {
  vi.unstubAllEnvs();
  server.close();
  rmSync(folder, { recursive: true });
});

const refusal = async (): Promise<DrillbookError> =>
  enterKeptMachine(undefined, "root").then(
    () => expect.fail("it entered a machine"),
    (error: DrillbookError) => error,
  );

test("where no machine is kept, the message names the cache and the engine that were looked at, and what to do", async () => {
  vi.stubEnv("DRILLBOOK_CACHE", join(folder, "cache"));
  const { message, exitCode, facts } = await refusal();
  expect({ message, exitCode }).toEqual({ message: "no machine is kept", exitCode: 64 });
  expect(facts.got).toContain(
    `- ${folder}/cache: virtual machines, and the private engine of this cache (DRILLBOOK_CACHE names it)\n`,
  );
  expect(facts.got).toContain(`- unix://${folder}/engine.sock: Docker 28.1.0`);
  expect(facts.next).toMatch(/--keep leaves one running\..*the same DRILLBOOK_CACHE and DOCKER_HOST/);
});

test("it says when DRILLBOOK_CACHE is not set", async () => {
  vi.stubEnv("DRILLBOOK_CACHE", undefined);
  vi.stubEnv("XDG_CACHE_HOME", folder);
  expect((await refusal()).facts.got).toContain(
    `- ${folder}/drillbook: virtual machines, and the private engine of this cache (DRILLBOOK_CACHE is not set)`,
  );
});
