import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test, vi } from "vitest";
import { openChannel } from "./channel.ts";

afterEach(() => void vi.useRealTimers());

const agentFile = fileURLToPath(new URL("../../guest/agent.ts", import.meta.url));

test("the agent speaks over a character device, and a second session over the same one replaces the first", async () => {
  // A terminal in raw mode is the character device that every host has: `script` makes one.
  const inside = `stty raw -echo && exec ${process.execPath} ${agentFile} --port /dev/tty`;
  const device = spawn("script", ["--quiet", "--return", "--command", inside, "/dev/null"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const { stdout: readable, stdin: writable } = device;
  await using _ended = {
    [Symbol.asyncDispose]: async () => {
      device.kill("SIGKILL");
      if (!readable.closed) await once(device, "close");
    },
  };
  const first = await openChannel({ readable, writable }, { machine: "first", helloTimeoutMs: 60_000 });
  expect(await first.exec({ script: "echo hi", cwd: "/", timeoutMs: 60_000 })).toMatchObject({
    stdout: "hi\n",
  });
  const big = await first.exec({
    script: "head -c 700000 /dev/zero | tr '\\0' x",
    cwd: "/",
    timeoutMs: 60_000,
  });
  expect(big.stdout).toBe("x".repeat(700_000));
  // What a harness that died left behind: half a frame, and a request without a session.
  writable.write('{"s":"gone","id":1,"kind":"exec"}\n{"s":"half');
  // A hello that is swallowed by the half frame would be repeated: here it is not, and the first must be answered.
  vi.useFakeTimers({ toFake: ["setInterval"] });
  const second = await openChannel({ readable, writable }, { machine: "second" });
  vi.useRealTimers();
  expect(await second.stat("/etc/passwd")).toMatchObject({ exists: true, type: "file" });
  await first.close();
  await second.close();
});
