import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { codeOf, ProgramProcess } from "#twin/metacircular/programs/testing/program-process.ts";
import { makeDirectory } from "#twin/metacircular/programs/testing/run-service.ts";
import { aidbConfig } from "./configs.ts";

let directory: string;
beforeEach(() => {
  directory = makeDirectory();
});
afterEach(() => rmSync(directory, { recursive: true }));

const listen = ["--listen", "127.0.0.1:0"];

/** Its arguments, its health URL, and its message for wrong usage. */
const programs: readonly (readonly [string, () => readonly string[], string, RegExp])[] = [
  ["embeddings", () => listen, "/health", /^--listen is missing: write 127\.0\.0\.1:8091\n$/],
  ["llama-cpp", () => listen, "/health", /^--listen is missing: write 127\.0\.0\.1:8091\n$/],
  ["qdrant", () => [...listen, "--storage", directory], "/healthz", /^--storage: write the folder [^\n]*\n$/],
  [
    "hybrid-coordinator",
    () => [...listen, "--qdrant", "http://127.0.0.1:1"],
    "/health",
    /^--qdrant: write http:\/\/127\.0\.0\.1:6333\n$/,
  ],
  [
    "aidb",
    () => {
      const config = join(directory, "aidb.toml");
      const onFreePort = aidbConfig.replace("127.0.0.1:8091", "127.0.0.1:0");
      // Nothing listens on port 1: what else runs on this machine is not asked.
      writeFileSync(
        config,
        onFreePort.replaceAll(/port = \d+|(?<=:)80\d\d(?=")/g, (port) =>
          port.startsWith("port") ? "port = 1" : "1",
        ),
      );
      return ["--config", config];
    },
    "/health",
    /^usage: aidb --config FILE\n$/,
  ],
];

describe.each(programs)("%s", (name, args, path, usage) => {
  const main = `twin/ai-stack/programs/${name}/main.ts`;
  beforeAll(() => codeOf(main));

  it("tells its health, and ends with 0 on SIGTERM", async () => {
    await using program = await ProgramProcess.start(main, directory, args());
    const { status } = await fetch(`http://127.0.0.1:${await program.port("http")}${path}`);
    expect(status).toBe(["aidb", "hybrid-coordinator"].includes(name) ? 503 : 200);
    expect(await program.signal("SIGTERM")).toMatchObject({ code: 0, stderr: "" });
  });

  it("ends with 1 and one line when it is used wrongly", async () => {
    await using program = await ProgramProcess.start(main, directory, []);
    expect(await program.ended).toEqual({ code: 1, stdout: "", stderr: expect.stringMatching(usage) });
  });
});
