import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createConnection, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isRunning } from "../../guest/testing/running-commands.ts";
import { systemCalls } from "../network/hub/system-calls.ts";
import { Child, consoleIn } from "../own-kernel/child.ts";
import { holderProgram } from "./holder-program.ts";

// As root: a holder makes namespaces. The kernel is a program in Perl, in a root file system with the host's programs.

let folder = "";
let child: Child | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "drillbook-holder-"));
  for (const name of ["host", "memory"]) mkdirSync(join(folder, "root", name), { recursive: true });
  mkdirSync(at("handed"));
  for (const name of ["bin", "lib", "lib64", "usr", "proc", "dev", "etc"]) {
    symlinkSync(`host/${name}`, join(folder, "root", name));
  }
});
afterEach(async () => {
  await child?.kill("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
});

const at = (name: string): string => join(folder, name);

/** Starts a kernel that is this program; its agent's line is $line. */
const start = (kernel: string): Child => {
  const prelude = 'open(my $line, "+<&=", 100); $line->autoflush(1); $| = 1; use IO::Handle;';
  child = new Child({
    words: [
      ...["perl", "-e", holderProgram, String(systemCalls?.unshare), String(systemCalls?.prctl)],
      ...[
        at("root"),
        at("handed"),
        "/memory",
        at("agent"),
        at("shell"),
        "/usr/bin/perl",
        "-e",
        `${prelude}\n${kernel}`,
      ],
    ],
    ...{ output: at("console"), errors: at("errors"), keep: false },
  });
  return child;
};

const until = (look: () => boolean): Promise<void> =>
  expect.poll(look, { timeout: 60_000, interval: 20 }).toBe(true) as Promise<void>;

type Connected = {
  readonly socket: Socket;
  readonly said: () => string;
  readonly over: () => boolean;
  /** Whether the agent's socket was there when this client was hung up on. */
  readonly socketStayed: () => boolean;
};

const connected = async (): Promise<Connected> => {
  await until(() => existsSync(at("agent")));
  const socket = createConnection(at("agent"));
  let said = "";
  let over = false;
  let stayed = false;
  socket.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  socket.on("close", () => {
    over = true;
    stayed = existsSync(at("agent"));
  });
  socket.on("error", () => {});
  return { socket, said: () => said, over: () => over, socketStayed: () => stayed };
};

test("the agent's socket is there when an agent reads, and nothing passes that is for the holder", async () => {
  start(String.raw`
    print $line "noise of a boot\n\0drillbook-boot\n"; sleep(1); print("waited\n");
    print $line "{\"read\":0}\n"; my $asked = <$line>; print $line "heard $asked\{\"read\":900}\nmore\n"; sleep(60);`);
  await until(() => consoleIn(at("console")).includes("waited"));
  const { socket, said } = await connected();
  socket.write("one\n");
  await until(() => said().includes("more"));
  expect(said()).toBe("heard one\nmore\n");
});

test("no more is on its way to an agent than its line has room for", async () => {
  start(String.raw`
    print $line "\0drillbook-boot\n{\"read\":0}\n"; my $all = 0;
    for my $turn (1 .. 3) {
      my $bits = ""; vec($bits, 100, 1) = 1; my $read = "";
      select(my $first = $bits, undef, undef, undef); sleep(2);
      while (select(my $ready = $bits, undef, undef, 0)) { $all += sysread($line, $read, 4096) }
      print("$all\n"); print $line "{\"read\":900}\n";
    }
    sleep(60);`);
  const { socket } = await connected();
  socket.write("x".repeat(10_000));
  await until(() => consoleIn(at("console")).split("\n").length > 3);
  expect(consoleIn(at("console")).trim().split("\n")).toEqual(["1800", "2700", "3600"]);
});

test("a client of one boot is no client of the next", async () => {
  start(String.raw`
    print $line "\0drillbook-boot\n{\"read\":0}\n"; my $asked = <$line>;
    print $line "\0drillbook-boot\n"; sleep(1); print $line "{\"read\":0}\n";
    print $line "second boot heard " . <$line>; sleep(60);`);
  const first = await connected();
  first.socket.write("one\n");
  await until(first.over);
  expect(first.socketStayed()).toBe(false);
  const second = await connected();
  second.socket.write("two\n");
  await until(() => second.said() !== "");
  expect(second.said()).toBe("second boot heard two\n");
});

test("with the holder every process of the guest ends, before it", async () => {
  const holder = start(String.raw`
    for (1 .. 20) { fork() or exec("sleep", "987654.25") } print("started\n"); sleep(60);`);
  await until(() => consoleIn(at("console")).includes("started"));
  await until(() => isRunning("sleep 987654.25"));
  expect(await holder.kill("SIGTERM")).toBe("ended with exit code 1");
  expect(holder.errors).toContain("the kernel was ended by signal 9");
  expect(isRunning("sleep 987654.25")).toBe(false);
});

test("a kernel that has panicked is ended", async () => {
  const holder = start(
    String.raw`print("Kernel pa"); sleep(1); print("nic - not syncing: x\nCall Trace:\n"); sleep(60);`,
  );
  expect(await holder.ended).toBe("ended with exit code 1");
  expect(consoleIn(at("console"))).toBe("Kernel panic - not syncing: x\nCall Trace:\n");
});

test("a kernel that has panicked is ended, also where its whole state is read at once", async () => {
  const holder = start(
    String.raw`print("Kernel panic - not syncing: x\n" . "Call Trace:\n" x 1000); sleep(60);`,
  );
  expect(await holder.ended).toBe("ended with exit code 1");
});

test("the end of a kernel is the holder's, and what it printed last is on the console", async () => {
  const holder = start('print("the last words\\n"); exit(3);');
  expect(await holder.ended).toBe("ended with exit code 3");
  expect(readFileSync(at("console"), "utf8")).toContain("the last words");
});
