import { describe, expect, test } from "vitest";
import { run } from "./support/command.ts";

const refused = [
  {
    name: "an unknown scenario",
    args: ["uid-chnage"],
    says: '✗ there is no command and no scenario "uid-chnage"\n    next      did you mean uid-change? npm run drill list shows all scenarios\n',
  },
  { name: "an unknown command", args: ["lsit"], says: "did you mean list?" },
  { name: "an unknown scenario to plan", args: ["plan", "uid-chage"], says: "did you mean uid-change?" },
  {
    name: "an unknown flag",
    args: ["uid-change", "--procedur", "recreate"],
    says: "error: unknown option '--procedur'\n(Did you mean --procedure?)\n",
  },
  { name: "an unknown flag of a command", args: ["clean", "--cach"], says: "(Did you mean --cache?)" },
  {
    name: "an unknown procedure",
    args: ["uid-change", "--procedure", "rewrite"],
    says: '✗ uid-change has no procedure "rewrite"\n    expected  one of rewrite-paths, recreate\n    next      did you mean rewrite-paths?\n',
  },
  {
    name: "a step that there is not",
    args: ["uid-change", "--procedure", "rewrite-paths", "--without", "9"],
    says: "✗ the procedure rewrite-paths has no step 9\n    expected  a number from 1 to 8\n    next      npm run drill plan uid-change shows the steps",
  },
  {
    name: "a part that nobody can leave out",
    args: ["uid-change", "--without", "hope"],
    says: 'write "fault", or the number of a recovery step, counted from 1.',
  },
  {
    name: "a kind of machine that there is not",
    args: ["uid-change", "--on", "paper"],
    says: "argument 'paper' is invalid. write container, vm, qemu or uml, or several with commas between them, or MACHINE=KIND.",
  },
  {
    name: "keeping the machines of two kinds",
    args: ["uid-change", "--procedure", "recreate", "--keep", "--on", "qemu,container"],
    says: "✗ only one kind's machines can be kept\n    next      choose one: --on qemu, or --on container\n",
  },
  {
    name: "keeping the machines of two scenarios",
    args: ["uid-change", "dns-spof", "--keep"],
    says: "✗ only one scenario's machines can be kept: rigs have fixed addresses\n",
  },
  {
    name: "all scenarios and one of them",
    args: ["--all", "uid-change"],
    says: "✗ --all drills every scenario, and names none\n    got       uid-change\n",
  },
  { name: "no drill at once", args: ["uid-change", "--jobs", "0"], says: "write a number from 1." },
  { name: "a plan of nothing", args: ["plan"], says: "missing required argument 'scenario'" },
  {
    name: "keeping the machines of two procedures",
    args: ["uid-change", "--keep"],
    says: "✗ only one procedure's machines can be kept: rigs have fixed addresses\n    next      choose one: --procedure rewrite-paths, or --procedure recreate\n",
  },
] as const;

describe("what cannot be meant is refused before anything is touched", () => {
  test.each(refused)("$name", async ({ args, says }) => {
    const { code, stdout, stderr, command } = await run(args);
    expect(stderr).toContain(says);
    expect(stdout).toBe("");
    expect(stderr).not.toMatch(/^ +at /m);
    expect(code).toBe(64);
    expect(command.journal.exists).toBe(false);
  });

  test("a folder without scenarios", async () => {
    const { code, stderr } = await run(["list", "--scenarios", "/nowhere"]);
    expect(stderr).toContain("✗ there is no folder of scenarios at /nowhere\n");
    expect(stderr).toContain("next      name one with --scenarios, or as scenarios in drillbook.config.ts\n");
    expect(code).toBe(64);
  });
});

describe("--help says what the command does", () => {
  test.each([
    ["", "recovers from it, verifies the recovery"],
    ["run", "run drills"],
    ["list", "show every scenario"],
    ["plan", "print what a drill would run"],
    ["diagnose", "name the causes of an error text"],
    ["ps", "show the drills and rigs of this host"],
    ["doctor", "show what this host has for drills"],
    ["shell", "open a shell in a machine"],
    ["clean", "remove the remains of killed drills"],
  ])("drill %s --help", async (name, says) => {
    const { code, stdout, stderr } = await run(["help", ...(name === "" ? [] : [name])]);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(says);
    expect(stdout).toContain("Usage: npm run drill");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const flag = await run(name === "" ? ["--help"] : [name, "--help"]);
    expect(flag).toMatchObject({ code: 0, stdout, stderr: "" });
  });
});

describe("what needs no machine", () => {
  test("drill alone is the list", async () => {
    const [alone, list] = await Promise.all([run([]), run(["list"])]);
    expect(alone).toMatchObject({ code: 0, stderr: "", stdout: list.stdout });
    expect(alone.stdout).toMatch(/uid-change/);
  });

  test("the plan names every step of both procedures", async () => {
    const { code, stdout, stderr, command } = await run(["plan", "uid-change"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const words of ["rewrite-paths", "recreate", "Change the UID", "usermod --uid 850 mcp"]) {
      expect(stdout).toContain(words);
    }
    expect(command.journal.exists).toBe(false);
  });
});
