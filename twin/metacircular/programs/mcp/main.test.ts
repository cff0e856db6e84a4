import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { OperatorDesk } from "../testing/operator-desk.ts";

let desk: OperatorDesk;
beforeEach(() => {
  desk = new OperatorDesk();
});
afterEach(() => desk[Symbol.dispose]());

describe("the command line", () => {
  it.each([
    [[], "mcp: a command is missing"],
    [["pss"], 'mcp: there is no command "pss"'],
    [["node", "lst"], 'mcp: there is no command "node lst"'],
    [["ps", "--wide"], "Unknown option '--wide'"],
    [["ps", "--all"], "mcp ps has no option --all"],
    [["deploy", "mcns"], "mcp deploy: there is no pipeline here, write --direct"],
    [["deploy", "--direct"], "mcp deploy: write names, or --all, and not both"],
    [["deploy", "--direct", "--all", "mcns"], "mcp deploy: write names, or --all, and not both"],
  ])("refuses %j with 64", async (args, message) => {
    const { code, stdout, stderr } = await desk.mcp({}, args);
    expect({ code, stdout }).toEqual({ code: 64, stdout: "" });
    expect(stderr).toMatch(/\nusage: mcp /);
    expect(stderr.split("\n")[0]).toBe(message);
  });

  it("says in one line what is wrong with the configuration", async () => {
    expect(await desk.run(["--config", `${desk.directory}/none.toml`, "ps"])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^mcp: read configuration: ENOENT[^\n]*\n$/),
    });
  });
});
