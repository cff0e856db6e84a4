import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { askHttps } from "../testing/ask-https.ts";
import { PodmanDouble } from "../testing/podman-double.ts";
import { codeOf, ProgramProcess } from "../testing/program-process.ts";
import { agentConfig } from "../testing/run-agent.ts";
import { makeDirectory } from "../testing/run-service.ts";

const MAIN = "twin/metacircular/programs/mcp-agent/main.ts";

let directory: string;
beforeAll(() => codeOf(MAIN));
beforeEach(() => {
  directory = makeDirectory();
});
afterEach(async () => {
  await podman?.[Symbol.asyncDispose]();
  podman = undefined;
  rmSync(directory, { recursive: true });
});
let podman: PodmanDouble | undefined;

it("the agent is a process that finds podman in its PATH, and ends cleanly on SIGTERM", async () => {
  podman = await PodmanDouble.start(join(directory, "podman"));
  const config = join(directory, "mcp-agent.toml");
  writeFileSync(config, agentConfig(directory));
  const args = ["server", "--config", config];
  await using agent = await ProgramProcess.start(MAIN, directory, args, podman.environment);
  const { body } = await askHttps(await agent.port("https"), "/v1/health");
  expect(JSON.parse(body.toString())).toMatchObject({ status: "ok", node: "rift", podman: "5.4.2" });
  expect(existsSync(join(directory, "registry.db-wal"))).toBe(true);
  expect(await agent.signal("SIGTERM")).toMatchObject({ code: 0, stderr: "" });
  expect(existsSync(join(directory, "registry.db-wal"))).toBe(false);
});

it("the agent is a process that ends with 1 and one line when its file is missing", async () => {
  const args = ["server", "--config", join(directory, "none.toml")];
  await using agent = await ProgramProcess.start(MAIN, directory, args);
  expect(await agent.ended).toEqual({
    code: 1,
    stdout: "",
    stderr: expect.stringMatching(/^read configuration: ENOENT: [^\n]*\n$/),
  });
});
