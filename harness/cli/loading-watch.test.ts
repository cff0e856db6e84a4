import { execa } from "execa";
import { expect, test } from "vitest";

const module = new URL("./loading-watch.ts", import.meta.url).href;

const run = (code: string) =>
  execa(process.execPath, ["--input-type=module", "--eval", code], { reject: false });

test("code that is in a loop without an end is ended, with a message", async () => {
  const ended = await run(
    `const { watchLoading } = await import(${JSON.stringify(module)}); await watchLoading("some.ts", 50); for (;;);`,
  );
  expect(ended.signal).toBe("SIGKILL");
  expect(ended.stderr).toContain(
    "✗ some.ts does not finish loading\n  where     some.ts\n  waited    0.05 s\n",
  );
});

test("code that ends is not, and the watch keeps no process from its end", async () => {
  const ended = await run(
    `const { watchLoading } = await import(${JSON.stringify(module)});
     (await watchLoading("some.ts", 100))(); await new Promise((end) => setTimeout(end, 300)); await watchLoading("other.ts", 60_000);`,
  );
  expect(ended).toMatchObject({ exitCode: 0, stderr: "" });
});
