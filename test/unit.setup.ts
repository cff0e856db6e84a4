import { afterAll, expect, vi } from "vitest";
import { assumeIdleHost } from "#harness/machines/host-load.ts";

// A test of a time limit says how long it is; how busy its host is must not change that.
assumeIdleHost();

/** What the files of a worker share beside the modules: whatever one changes, the next one would find. */
const shared = () => ({
  directory: process.cwd(),
  umask: process.umask(),
  exitCode: process.exitCode,
  signals: [process.listenerCount("SIGTERM"), process.listenerCount("SIGINT")],
  stdout: process.stdout.write,
  stderr: process.stderr.write,
  fetch: globalThis.fetch,
  hasFakeTimers: vi.isFakeTimers(),
});

// Test files share a worker, because most of their time went into loading the same modules anew.
const before = shared();
const environment = { ...process.env };
afterAll(() => {
  expect(shared(), "a test file left something behind").toEqual(before);
  const names = new Set([...Object.keys(environment), ...Object.keys(process.env)]);
  const changed = [...names].filter((name) => process.env[name] !== environment[name]);
  expect(changed, "a test file left the environment changed").toEqual([]);
});
