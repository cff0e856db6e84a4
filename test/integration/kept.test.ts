import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inTurn } from "../in-turn.ts";
import { isRoot, smallCache } from "./support/caches.ts";
import { type Finished, run } from "./support/command.ts";
import { leftBehind } from "./support/left-behind.ts";

/** Tests of one kept machine, in this order. */
describe.skipIf(!isRoot)("drill --keep", () => {
  inTurn();
  let drill: Finished;

  beforeAll(async () => {
    drill = await run(["small", "--procedure", "copy", "--keep"], { fixture: "small" });
  });
  afterAll(async () => {
    await run(["clean"]);
  });

  test("ends verified, and says what it keeps", () => {
    expect(drill).toMatchObject({ code: 0, stderr: "" });
    expect(drill.stdout).toMatch(/kept +rift · remove with: npm run drill clean\n/);
    const events = drill.command.journal.events();
    expect(events.find((event) => event.type === "kept")).toMatchObject({
      machines: ["rift"],
      label: "small-copy",
    });
    expect(events.some((event) => event.type === "phase-ended" && event.at.phase === "clean-up")).toBe(false);
  });

  test("drill shell runs what it is given, in the machine, and ends as its shell does", async () => {
    const shell = await run(["shell", "rift"], { stdin: "hostname; cat /srv/file; echo oh >&2; exit 7\n" });
    expect(shell).toMatchObject({ code: 7, stdout: "rift\none\n", stderr: "oh\n" });
  });

  test("drill shell needs no name when there is one machine, and takes an account", async () => {
    const shell = await run(["shell", "--user", "nobody"], { stdin: "id -un\n" });
    expect(shell).toMatchObject({ code: 0, stdout: "nobody\n", stderr: "" });
  });

  test("drill shell suggests the machine that may have been meant", async () => {
    const { code, stdout, stderr } = await run(["shell", "rfit"]);
    expect(stderr).toContain(
      '✗ no kept machine is named "rfit"\n    expected  one of rift\n    next      did you mean rift?\n',
    );
    expect({ code, stdout }).toEqual({ code: 64, stdout: "" });
  });

  test("another drill runs beside it in the same engine, and leaves the machine alone", async () => {
    const second = await run(["small", "--procedure", "copy"], { fixture: "small" });
    expect(second.code, second.stdout).toBe(0);
    expect(await run(["shell"], { stdin: "hostname\n" })).toMatchObject({ code: 0, stdout: "rift\n" });
  });

  test("drill clean removes it, its engine, and every trace", async () => {
    expect(leftBehind(smallCache)).toContainEqual(expect.stringMatching(/^process \d+: drillbook hub /));
    const clean = await run(["clean"]);
    expect(clean).toMatchObject({ code: 0, stderr: "" });
    expect(clean.stdout).toContain('removed the machines and networks of "small-copy"');
    expect(clean.stdout).toContain("ended the private container engine");
    expect(leftBehind(smallCache, clean.command)).toEqual([]);
  });

  test("then there is no machine to enter", async () => {
    const { code, stderr } = await run(["shell", "rift"]);
    expect(stderr).toContain("✗ no machine is kept\n");
    expect(code).toBe(64);
  });
});
