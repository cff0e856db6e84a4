import { chmodSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { makeDirectory } from "../testing/run-service.ts";
import { openDatabase } from "./database.ts";
import { keepForOwner } from "./database-mode.ts";

/** The kernel refuses chmod there, to root, too: a real refusal, on every machine. */
const REFUSES_CHMOD = "/proc/self/status";
const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);

const warn = vi.fn();
afterEach(() => warn.mockClear());

it("makes a database, and the files beside it, for its owner alone", () => {
  const file = join(makeDirectory(), "new.db");
  const database = openDatabase(file, "", warn);
  expect([file, `${file}-wal`, `${file}-shm`].map(modeOf)).toEqual(["600", "600", "600"]);
  database.close();
});

it("takes back what others were given", () => {
  const file = join(makeDirectory(), "old.db");
  openDatabase(file, "", warn).close();
  chmodSync(file, 0o666);
  keepForOwner(file, "1.8", warn);
  expect(modeOf(file)).toBe("600");
});

it("ends a service of release 1.7 when the mode cannot be set", () => {
  expect(() => keepForOwner(REFUSES_CHMOD, "1.7", warn)).toThrow(
    /^open database: chmod \/proc\/self\/status: operation not permitted$/,
  );
  expect(warn).not.toHaveBeenCalled();
});

it("says so and goes on from release 1.8", () => {
  keepForOwner(REFUSES_CHMOD, "1.8", warn);
  expect(warn.mock.calls).toEqual([
    ["warning: chmod /proc/self/status: operation not permitted; going on with the mode that it has\n"],
  ]);
});

it.each(["1.7", "1.8"] as const)(
  "ends a service of release %s when there is no place for the file",
  (release) => {
    expect(() => keepForOwner("/proc/self/new.db", release, warn)).toThrow(
      /^open database: create \/proc\/self\/new\.db: no such file or directory$/,
    );
  },
);
