import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { initrdEntries, initrdModules } from "./initrd.ts";

const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");
const init = read("init");

test("init loads the modules that the initrd has, what they need first", () => {
  const loaded = /^for module in (.*); do$/m.exec(init)?.[1]?.split(" ") ?? [];
  expect(loaded.toSorted()).toEqual(initrdModules);
  expect(loaded.slice(0, 3)).toEqual(["failover", "net_failover", "virtio_net"]);
});

test("the disk's script takes out the same modules", () => {
  const taken = /^for module in (.*); do$/m.exec(read("make-disk.sh"))?.[1]?.split(" ") ?? [];
  expect(taken.toSorted()).toEqual(initrdModules);
});

test("every program that init runs is in the initrd", () => {
  const builtins = new Set(
    "break case do done echo else esac exit export fi for if in read return set".split(" "),
  );
  for (const word of "then unset until while exec die shift printf test continue".split(" "))
    builtins.add(word);
  const code = init.replace(/#.*$|\bexec (?=switch)/gm, "").replace(/"[^"]*"/g, '""');
  const functions = [...code.matchAll(/^(\w+)\(\)/gm)].map(([, name]) => name);
  const words = [...code.matchAll(/(?:^|\|\||&&|;|do|then|exec)\s*([a-z_]+)(?= )/gm)].map(
    ([, word]) => word ?? "",
  );
  const programs = words.filter((word) => !builtins.has(word) && !functions.includes(word));
  const there = initrdEntries(() => Buffer.alloc(0)).map(({ path }) => path);
  for (const program of new Set(programs)) expect(there).toContain(`bin/${program}`);
  expect(programs).toContain("switch_root");
});
