import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { MachineError } from "../errors.ts";
import { type Subject, user } from "./contract-rig.ts";

const sha256 = (data: Uint8Array): string => createHash("sha256").update(data).digest("hex");

/** The contract of reading and writing files. */
export const fileContract = (subject: () => Subject): void => {
  test("two mebibytes of any bytes go in and come out", async () => {
    const { machine } = subject();
    const data = Buffer.from(Array.from({ length: 2 * 1024 * 1024 }, (_, index) => (index * 7919) % 251));
    await machine.writeFile("/srv/contract/deep/data", data);
    expect(await subject().out("sha256sum < /srv/contract/deep/data")).toContain(sha256(data));
    expect(sha256(await machine.readFile("/srv/contract/deep/data"))).toBe(sha256(data));
  });

  test("a file is root's and 0644, unless told otherwise", async () => {
    const { machine } = subject();
    await machine.writeFile("/srv/contract/plain", "text\n");
    await machine.writeFile("/srv/contract/owned", "text\n", { mode: "0750", owner: `${user}:adm` });
    await machine.writeFile("/srv/contract/alone", "text\n", { owner: user });
    expect(await subject().out("cd /srv/contract; stat -c '%a %U:%G' plain owned alone; cat owned")).toBe(
      `644 root:root\n750 ${user}:adm\n644 ${user}:${user}\ntext`,
    );
  });

  test("a file is replaced as a whole", async () => {
    const { machine } = subject();
    const versions = ["a", "b"].map((letter) => Buffer.alloc(600_000, letter));
    const write = async () => {
      for (let turn = 0; turn < 10; turn += 1) {
        await machine.writeFile("/srv/contract/swap", versions[turn % 2] ?? "");
      }
    };
    await machine.writeFile("/srv/contract/swap", versions[1] ?? "");
    const seen = new Set<string>();
    let writing = true;
    const written = write().finally(() => {
      writing = false;
    });
    while (writing) seen.add((await subject().out("sha256sum /srv/contract/swap")).slice(0, 64));
    await written;
    expect(versions.map(sha256)).toEqual(expect.arrayContaining([...seen]));
    expect(await subject().out("ls -A /srv/contract | grep -c swap")).toBe("1");
  });

  test("a missing file is a MachineError that names it", async () => {
    const missing = subject().machine.readFile("/srv/contract/missing");
    await expect(missing).rejects.toThrow(MachineError);
    await expect(missing).rejects.toThrow("/srv/contract/missing");
  });

  test("what cannot be written is a MachineError that names it", async () => {
    const { machine } = subject();
    await machine.writeFile("/srv/contract/file", "x");
    const below = machine.writeFile("/srv/contract/file/below", "x");
    await expect(below).rejects.toThrow(MachineError);
    await expect(below).rejects.toThrow("/srv/contract/file/below");
    await expect(machine.writeFile("/srv/contract/x", "x", { owner: "no-such-user:root" })).rejects.toThrow(
      "no-such-user",
    );
  });
};
