import { expect, test } from "vitest";
import { MachineError } from "../errors.ts";
import { eventually, type Subject, user } from "./contract-rig.ts";
import { shortest, timed } from "./shortest.ts";

/** The contract of commands. */
export const commandContract = (subject: () => Subject): void => {
  const run: Subject["run"] = (script, more) => subject().run(script, more);
  const out: Subject["out"] = (script, more) => subject().out(script, more);

  test("stdout and stderr come apart, with the exit code", async () => {
    const seen = await run("echo out; echo err >&2; exit 7");
    expect(seen).toMatchObject({
      kind: "command",
      exitCode: 7,
      stdout: "out\n",
      stderr: "err\n",
      timedOut: false,
    });
    expect(seen.signal).toBeUndefined();
    expect(seen.durationMs).toBeGreaterThan(0);
  });

  test("a signal is no exit code", async () => {
    const seen = await run("kill -KILL $$");
    expect(seen.signal).toBe("SIGKILL");
    expect(seen.exitCode).toBeUndefined();
    expect(seen.timedOut).toBe(false);
  });

  test("commands run as root in its home, unless told otherwise", async () => {
    expect(await out("id -u; pwd; echo $HOME")).toBe("0\n/root\n/root");
  });

  test("a user has its ids, groups, home and session", async () => {
    const id = await out(`id -u ${user}`);
    const script = 'id -u; id -Gn; pwd; echo "$HOME $USER $LOGNAME $XDG_RUNTIME_DIR"';
    expect(await out(script, { user })).toBe(
      [id, `${user} adm`, `/home/${user}`, `/home/${user} ${user} ${user} /run/user/${id}`].join("\n"),
    );
    expect(await out("echo hello > ~/mine; stat -c %U ~/mine", { user })).toBe(user);
  });

  test("a UID is looked up when the command runs", async () => {
    await out("useradd --no-create-home --uid 4001 moving");
    expect(await out("id -u", { user: "moving", cwd: "/" })).toBe("4001");
    await out("usermod --uid 4002 moving");
    expect(await out("id -u; echo $XDG_RUNTIME_DIR", { user: "moving", cwd: "/" })).toBe(
      "4002\n/run/user/4002",
    );
    await out("userdel moving");
  });

  test("an unknown user is a MachineError that names it", async () => {
    const unknown = run("true", { user: "no-such-user" });
    await expect(unknown).rejects.toThrow(MachineError);
    await expect(unknown).rejects.toThrow(/one: .*no-such-user/);
  });

  test("the directory can be chosen, and must exist", async () => {
    expect(await out("pwd", { cwd: "/etc" })).toBe("/etc");
    await expect(run("pwd", { cwd: "/no/such/folder" })).rejects.toThrow("/no/such/folder");
  });

  test("the environment can be added to, and an empty value unsets", async () => {
    const env = { GREETING: "a 'b' $c", USER: "" };
    expect(await out('echo "$GREETING"; env | grep -c ^USER= || true', { env })).toBe("a 'b' $c\n0");
  });

  test("a program of the machine is found without a path, and a script needs no first line for it", async () => {
    await subject().machine.writeFile("/usr/local/bin/contract-tool", 'echo "$0 $1"', { mode: "0755" });
    expect(await out("contract-tool given")).toBe("/usr/local/bin/contract-tool given");
    await subject().machine.writeFile("/usr/local/bin/contract-odd", "#!/no/such/program\n", {
      mode: "0755",
    });
    expect(await run("contract-odd")).toMatchObject({
      exitCode: 127,
      stderr: expect.stringContaining("not found"),
    });
    expect(await run("contract-none")).toMatchObject({ exitCode: 127 });
  });

  test("stdin is what was given, and empty otherwise", async () => {
    expect(await out("wc -c", { stdin: "é".repeat(100_000) })).toBe("200000");
    expect(await out("cat /dev/stdin", { stdin: "in", user })).toBe("in");
    expect(await out("cat | wc -c")).toBe("0");
  });

  test("the standard streams can be opened by name", async () => {
    const seen = await run("echo out > /dev/stdout; echo err > /dev/stderr", { user });
    expect(seen).toMatchObject({ stdout: "out\n", stderr: "err\n" });
  });

  test("a mebibyte of output arrives whole, on both streams", async () => {
    const seen = await run("head -c 1048576 /dev/zero | tr '\\0' x | tee /dev/stderr");
    expect([seen.stdout.length, seen.stderr.length]).toEqual([1_048_576, 1_048_576]);
    expect(seen.stdout).toBe("x".repeat(1_048_576));
  });

  test("bytes that are not UTF-8 break nothing", async () => {
    expect(await out("printf 'a\\377b'")).toBe("a\u{fffd}b");
  });

  test("the time limit kills grandchildren too, is honoured to 100 ms, and says so", async () => {
    const script = "sh -c 'echo $$ > /run/contract-pid; exec sleep 300' & echo before; wait";
    const limited = async () => {
      const seen = await run(script, { timeoutMs: 1000 });
      expect(seen).toMatchObject({ timedOut: true, stdout: "before\n" });
      expect(seen.exitCode).toBeUndefined();
    };
    // Against a command that takes the same time by itself, in the same moment: a busy host delays both.
    const later = async () => (await timed(limited)) - (await timed(() => run("sleep 1")));
    expect(await shortest(100, later)).toBeLessThan(100);
    await eventually("the grandchild is gone", async () => {
      return (await run("kill -0 $(cat /run/contract-pid)")).exitCode !== 0;
    });
  });

  test("a daemon that a command leaves behind does not hold it up", async () => {
    const seen = await run("setsid sleep 98764.5 >&1 & echo $!", { timeoutMs: 60_000 });
    expect(seen).toMatchObject({ exitCode: 0, timedOut: false });
    // It still runs, and holds the output, when the answer is here.
    await out(`kill -KILL ${seen.stdout}`);
  });

  test("twenty commands at once do not mix", async () => {
    const numbers = Array.from({ length: 20 }, (_, index) => `${index}`);
    const seen = await Promise.all(
      numbers.map((number) => out(`sleep 0.05; echo ${number}; sleep 0.05; echo ${number}`)),
    );
    expect(seen).toEqual(numbers.map((number) => `${number}\n${number}`));
  });
};
