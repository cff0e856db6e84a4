import { describe, expect, it } from "vitest";
import { ExpectationError, HostNotReadyError } from "../errors.ts";
import { renderError } from "./error.ts";

describe("a rendered error", () => {
  it("tells where, what was claimed, the command, expected and got, the wait, and what to do next", () => {
    const error = new ExpectationError("Give the data back: its verification did not hold", {
      next: "npm run drill shell rift",
      waited: "10.0 s, 23 tries",
      got: "/srv/mcr/mcr.db-wal",
      expected: "nothing printed",
      command: "find /srv -xdev -uid 995 -print -quit",
      claimed: "no file under /srv belongs to 995",
      where: "uid-change › rewrite-paths › step 3 › verify",
    });
    expect(renderError(error)).toBe(
      `✗ Give the data back: its verification did not hold
  uid-change › rewrite-paths › step 3 › verify
    claimed   no file under /srv belongs to 995
    command   find /srv -xdev -uid 995 -print -quit
    expected  nothing printed
    got       /srv/mcr/mcr.db-wal
    waited    10.0 s, 23 tries
    next      npm run drill shell rift
`,
    );
  });

  it("leaves out what there is not, and tells the cause", () => {
    const error = new HostNotReadyError("no engine", {
      next: "install one",
      cause: new Error("spawn ENOENT"),
    });
    expect(renderError(error)).toBe("✗ no engine\n    next      install one\n    cause     spawn ENOENT\n");
  });

  it("continues long and many-lined facts below themselves, and cuts what is endless", () => {
    const got = Array.from({ length: 40 }, (_, index) => `line ${index + 1}`).join("\n");
    const text = renderError(new ExpectationError("x", { got, next: "word ".repeat(20) }), { columns: 60 });
    expect(text).toContain("    got       line 1\n              line 2\n");
    expect(text).toContain("              … 28 more lines, in the journal\n");
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  it("escapes control characters", () => {
    const text = renderError(new ExpectationError("a\u001b[2Jb\nc", { got: "\u0007\u202e" }));
    expect(text).toBe("✗ a\\x1b[2Jb ⏎ c\n    got       \\x07\\u202e\n");
  });

  it("calls what is not ours a bug, without its trace", () => {
    const text = renderError(new TypeError("x is not a function"), { reportFile: "reports/bug.txt" });
    expect(text).toBe(
      `✗ TypeError: x is not a function
    claimed   this is a bug in drillbook
    next      please report it, with that file
    report    reports/bug.txt
`,
    );
    expect(renderError("just a string")).toContain("a value that is no Error was thrown: just a string");
    expect(renderError(new Error("x"))).not.toContain("error.test.ts");
  });
});
