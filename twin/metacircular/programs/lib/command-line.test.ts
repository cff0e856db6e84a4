import { describe, expect, it } from "vitest";
import { configFileFrom } from "./command-line.ts";

describe("configFileFrom", () => {
  it("finds the file in the arguments that the platform uses", () => {
    expect(configFileFrom(["server", "--config", "/srv/mcns/mcns.toml"], "mcns")).toBe("/srv/mcns/mcns.toml");
    expect(configFileFrom(["--config", "a.toml"], "metacrypt-web", "--config FILE")).toBe("a.toml");
    expect(configFileFrom(["-f", "/srv/kls/kls.conf"], "kls", "-f FILE")).toBe("/srv/kls/kls.conf");
  });

  it.each([
    [[]],
    [["server"]],
    [["--config", "a"]],
    [["serve", "--config", "a"]],
    [["server", "--config"]],
    [["server", "--config", "a", "--x"]],
  ])("tells how it is used instead: %j", (args) => {
    expect(() => configFileFrom(args, "mcns")).toThrow("usage: mcns server --config FILE");
  });

  it("tells the form that this program has", () => {
    expect(() => configFileFrom(["server", "--config", "a"], "kls", "-f FILE")).toThrow("usage: kls -f FILE");
  });
});
