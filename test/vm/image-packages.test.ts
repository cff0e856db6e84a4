import { createHash } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { contractRig } from "#harness/contract/contract-rig.ts";
import { containerRigHost } from "#harness/machines/container/index.ts";
import { contextFiles, vmContextFiles } from "#harness/machines/images/build-context.ts";
import { vmPackageList } from "#harness/machines/images/lists.ts";
import type { Machine } from "#harness/machines/machine.ts";
import type { RigHost, RunningRig } from "#harness/machines/rig-host.ts";
import { vmRigHost } from "#harness/machines/vm/index.ts";
import type { Rig } from "#harness/scenario/rig.ts";
import { ownContents } from "../own-machines.ts";
import { openTestEngine } from "../test-engine.ts";
import { vmRig } from "./vm-rig.ts";

const onProgress = (line: string) => void process.stdout.write(`${line}\n`);

type Package = { readonly name: string; readonly provides: string[]; readonly needs: string[] };

/** Names in a dependency field, every alternative of each. Source: deb-control(5). */
const namesIn = (field = ""): string[] =>
  field
    .split(/[,|]/)
    .map((part) => part.trim().split(/[ :(]/)[0] ?? "")
    .filter((name) => name !== "");

const readPackages = (text: string): Map<string, Package> =>
  new Map(
    text.split("\n").flatMap((line) => {
      const [name, provides, depends, preDepends] = line.split("\t");
      if (name === undefined || name === "") return [];
      const needs = [...namesIn(depends), ...namesIn(preDepends)];
      return [[name, { name, provides: namesIn(provides), needs }] as const];
    }),
  );

/** What is installed because of these packages. */
const closureOf = (wanted: readonly string[], installed: ReadonlyMap<string, Package>): Set<string> => {
  const closure = new Set<string>();
  const open = [...wanted];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const found of installed.values()) {
      if ((found.name !== name && !found.provides.includes(name)) || closure.has(found.name)) continue;
      closure.add(found.name);
      open.push(...found.needs);
    }
  }
  return closure;
};

type Seen = { readonly packages: Map<string, Package>; readonly sums: Map<string, string> };

// biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own placeholders
const query = "dpkg-query -W -f '${Package}\\t${Provides}\\t${Depends}\\t${Pre-Depends}\\n'";
const ours = "find /usr/lib/drillbook /usr/local/bin/node /etc/systemd -type f";

const look = async (machine: Machine): Promise<Seen> => {
  const out = async (script: string) =>
    (await machine.exec({ script, user: "root", timeoutMs: 60_000 })).stdout;
  const sums = (await out(`${ours} -exec sha256sum {} +`)).split("\n").flatMap((line) => {
    const [sum, path] = line.split(/\s+/);
    return sum !== undefined && path !== undefined ? [[path, sum] as const] : [];
  });
  return { packages: readPackages(await out(query)), sums: new Map(sums) };
};

let container: Seen;
let vm: Seen;
beforeAll(async () => {
  const see = async (host: RigHost, rig: Rig): Promise<Seen> => {
    let running: RunningRig | undefined;
    try {
      await host.prepare(rig, onProgress);
      running = await host.start(rig, { label: "comparison of images", keep: false });
      const machine = running.machines.get("one");
      if (machine === undefined) throw new Error("the rig has no machine");
      return await look(machine);
    } finally {
      await running?.stop();
      await host[Symbol.asyncDispose]();
    }
  };
  const engine = await openTestEngine(onProgress);
  container = await see(containerRigHost({ engine, contents: ownContents }), contractRig);
  vm = await see(vmRigHost({ contents: ownContents, setup: true, onProgress }), vmRig);
});

const without = (one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): string[] =>
  [...one.keys()].filter((key) => !other.has(key));

test("a virtual machine has every package of a container machine", () => {
  expect(container.packages.size).toBeGreaterThan(100);
  expect(without(container.packages, vm.packages)).toEqual([]);
});

test("what it has beside them comes with its own list", () => {
  const own = closureOf(vmPackageList(), vm.packages);
  const more = without(vm.packages, container.packages);
  expect(more).toEqual(expect.arrayContaining(vmPackageList()));
  expect(more.filter((name) => !own.has(name))).toEqual([]);
});

test("the files that both are given are the same in both, and as they are here", () => {
  const digest = (data: Uint8Array) => createHash("sha256").update(data).digest("hex");
  const given = (files: ReturnType<typeof contextFiles>) =>
    new Map(
      files
        .filter(({ path }) =>
          /^(?:files\/etc\/systemd|files\/usr\/lib\/drillbook|lists|scripts)\//.test(path),
        )
        .map(({ path, data }) => {
          const place = path.startsWith("files/") ? path.slice("files".length) : `/usr/lib/drillbook/${path}`;
          return [place, digest(data)] as const;
        }),
    );
  const made = { agent: "", authority: { certificate: Buffer.from(""), key: Buffer.from("") } };
  const [inContainer, inVm] = [
    given(contextFiles(made, ownContents)),
    given(vmContextFiles(made, ownContents)),
  ];
  const shared = [...inContainer.keys()].filter((path) => inVm.has(path));
  expect(shared).toContain("/usr/lib/drillbook/scripts/finish.sh");
  expect(shared).toContain("/etc/systemd/journald.conf.d/drillbook.conf");
  for (const path of shared) {
    expect([path, container.sums.get(path)]).toEqual([path, inContainer.get(path)]);
    expect([path, vm.sums.get(path)]).toEqual([path, inContainer.get(path)]);
  }
  for (const path of ["/usr/local/bin/node", "/usr/lib/drillbook/agent.mjs"]) {
    expect([path, vm.sums.get(path)]).toEqual([path, container.sums.get(path)]);
  }
});
