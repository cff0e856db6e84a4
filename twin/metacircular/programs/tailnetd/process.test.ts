import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { codeOf, ProgramProcess } from "../testing/program-process.ts";
import { makeDirectory } from "../testing/run-service.ts";

const MAIN = "twin/metacircular/programs/tailnetd/main.ts";

let directory: string;
beforeAll(() => codeOf(MAIN));
beforeEach(() => {
  directory = makeDirectory();
});
afterEach(() => rmSync(directory, { recursive: true }));

it("tailnetd is a process that waits for its address, and ends with 0 on SIGTERM", async () => {
  const config = join(directory, "tailnet.toml");
  // A pipe: once all of it was read, the process is up, though it says nothing.
  execFileSync("mkfifo", [config]);
  await using tailnetd = await ProgramProcess.start(MAIN, directory, ["server", "--config", config]);
  // An address for documentation: no machine has it.
  await writeFile(config, 'address = "203.0.113.30"\nnameservers = ["203.0.113.10"]\ndomains = ["~."]\n');
  expect(await tailnetd.signal("SIGTERM")).toEqual({ code: 0, stdout: "", stderr: "" });
});

it("tailnetd is a process that ends with 1 and one line when its configuration is wrong", async () => {
  const args = ["server", "--config", join(directory, "none.toml")];
  await using tailnetd = await ProgramProcess.start(MAIN, directory, args);
  expect(await tailnetd.ended).toEqual({
    code: 1,
    stdout: "",
    stderr: expect.stringMatching(/^read configuration: ENOENT: [^\n]*\n$/),
  });
});
