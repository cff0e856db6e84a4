import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MachineError } from "../../errors.ts";
import { type LocalAgent, startLocalAgent } from "./testing/local-agent.ts";

let agent: LocalAgent;
const folder = mkdtempSync("/tmp/drillbook-files-");
beforeAll(async () => {
  agent = await startLocalAgent();
});
afterAll(async () => {
  await agent[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

/** The user of these tests: only root can chown files, as the contract of machines requires. */
const [me, mine] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];

const write = (path: string, data: string | Buffer, more: { mode?: string; owner?: string } = {}) =>
  agent.channel.writeFile(path, data, { owner: `${me}:${mine}`, ...more });

test("a binary file of many chunks goes in and comes out as it was", async () => {
  const data = Buffer.from(Array.from({ length: 700_001 }, (_, index) => (index * 31) % 256));
  await write(`${folder}/deep/down/data`, data);
  expect(readFileSync(`${folder}/deep/down/data`)).toEqual(data);
  expect(await agent.channel.readFile(`${folder}/deep/down/data`)).toEqual(data);
});

test("an empty file is a file", async () => {
  await write(`${folder}/empty`, "");
  expect(await agent.channel.readFile(`${folder}/empty`)).toHaveLength(0);
});

test("a file has the mode and the owner that it was given, and nothing else is left beside it", async () => {
  await write(`${folder}/owned/file`, "x", { mode: "0640" });
  const { mode, uid, gid } = statSync(`${folder}/owned/file`);
  expect([mode & 0o7777, uid, gid]).toEqual([0o640, me, mine]);
  await write(`${folder}/owned/file`, "y");
  expect(statSync(`${folder}/owned/file`).mode & 0o7777).toBe(0o644);
  expect(readdirSync(`${folder}/owned`)).toEqual(["file"]);
});

test("what cannot be written leaves the old file and no part of the new one", async () => {
  writeFileSync(`${folder}/kept`, "old");
  const before = readdirSync(folder);
  const begun = write(`${folder}/kept`, Buffer.alloc(600_000), { owner: "no-such-user:0" });
  await expect(begun).rejects.toThrow('there is no user "no-such-user"');
  expect(readFileSync(`${folder}/kept`, "utf8")).toBe("old");
  expect(readdirSync(folder)).toEqual(before);
  await expect(write(`${folder}/kept/below`, "x")).rejects.toThrow(
    `local: ${folder}/kept/below cannot be written: a part of the path is not a directory`,
  );
  await expect(write(folder, "x")).rejects.toThrow(`${folder} cannot be written: it is a directory`);
});

test("a missing file is a MachineError that names it", async () => {
  const missing = agent.channel.readFile(`${folder}/missing`);
  await expect(missing).rejects.toThrow(MachineError);
  await expect(missing).rejects.toThrow(`local: ${folder}/missing cannot be read: no such file or directory`);
  await expect(agent.channel.readFile(folder)).rejects.toThrow("it is a directory");
  await expect(agent.channel.readFile("relative")).rejects.toThrow("the path must be absolute: relative");
});

test("stat says what is there", async () => {
  writeFileSync(`${folder}/stat`, "12345", { mode: 0o600 });
  expect(await agent.channel.stat(`${folder}/stat`)).toMatchObject({
    exists: true,
    type: "file",
    bytes: 5,
    mode: "0600",
    uid: me,
    gid: mine,
  });
  expect(await agent.channel.stat(folder)).toMatchObject({ type: "directory" });
  expect(await agent.channel.stat("/proc/self/exe")).toMatchObject({ type: "link" });
  expect(await agent.channel.stat(`${folder}/missing`)).toEqual({ exists: false });
});
