import { describe, expect, it } from "vitest";
import { parseSetting, setValue } from "./set-value.ts";

const TOML = `# accounts
[users.mcp]
uid = 995 # never change
home = "/srv/mcp"

[users.other]
uid = 7
`;

const set = (setting: string) => setValue(TOML, parseSetting(setting), "accounts.toml");

describe("setValue", () => {
  it("changes one value and keeps every other byte", () => {
    expect(set("mcp.uid=850")).toBe(TOML.replace("995", "850"));
    expect(set("other.uid=8")).toBe(TOML.replace("uid = 7", "uid = 8"));
  });

  it("quotes a text, and takes lists and booleans as they are", () => {
    expect(set("mcp.home=/home/mcp")).toContain('home = "/home/mcp"');
    expect(set("mcp.linger=false")).toContain("[users.mcp]\nlinger = false\n");
    expect(set('mcp.extra_groups=["adm"]')).toContain('extra_groups = ["adm"]');
  });

  it("says what is wrong with a setting", () => {
    expect(() => set("mcp")).toThrow('--set: "mcp" is not a setting; write it as mcp.uid=850');
    expect(() => set("nobody.uid=1")).toThrow(
      "accounts.toml: declares no user nobody; add a table [users.nobody]",
    );
  });
});
