import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { bundle, bundleAgent } from "./bundle.ts";

test("the agent is one file that runs where no package is installed", async () => {
  const folder = mkdtempSync("/tmp/drillbook-bundle-");
  writeFileSync(`${folder}/agent.mjs`, await bundleAgent());
  const calls = [
    { s: "s", id: 1, kind: "hello" },
    {
      s: "s",
      id: 2,
      kind: "dns",
      name: "x",
      type: "A",
      server: "127.0.0.1",
      port: 9,
      protocol: "tcp",
      timeoutMs: 60_000,
    },
  ];
  const agent = spawn(process.execPath, [`${folder}/agent.mjs`], {
    cwd: folder,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(agent, "exit");
  const answers: unknown[] = [];
  agent.stdin.write(calls.map((call) => `${JSON.stringify(call)}\n`).join(""));
  for await (const line of createInterface(agent.stdout)) {
    answers.push(JSON.parse(line));
    // It ends with its input.
    if (answers.length === calls.length) agent.stdin.end();
  }
  const [status] = await ended;
  rmSync(folder, { recursive: true });
  expect(status).toBe(0);
  expect(answers).toMatchObject([
    { id: 1, type: "result", value: { protocol: 2 } },
    { id: 2, type: "result", value: { kind: "dns", outcome: "unreachable" } },
  ]);
});

test("the same sources give the same code, without the path of this checkout", async () => {
  const code = await bundleAgent();
  expect(await bundleAgent()).toBe(code);
  expect(code).not.toContain(process.cwd().slice(1));
});

test("a program that does not exist is an error that names it", async () => {
  await expect(bundle("harness/guest/no-such-file.ts", process.cwd())).rejects.toThrow("no-such-file.ts");
});
