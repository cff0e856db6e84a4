import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { inTurn } from "../../../test/in-turn.ts";
import { usualCache } from "../../../test/integration/support/caches.ts";
import { ownContents } from "../../../test/own-machines.ts";
import type { MachineError } from "../../errors.ts";
import { Command } from "../../probes/command/value.ts";
import type { Action } from "../../scenario/action.ts";
import type { Rig } from "../../scenario/rig.ts";
import type { Engine } from "../engine/engine.ts";
import { openEngine } from "../engine/index.ts";
import { labelFilter } from "../engine/labels.ts";
import { machineRepository } from "../images/stored-images.ts";
import type { Machine } from "../machine.ts";
import type { RigHost } from "../rig-host.ts";
import { containerRigHost } from "./index.ts";

const onProgress = (line: string) => void process.stdout.write(`${line}\n`);

inTurn(usualCache);

let engine: Engine;
let host: RigHost;
beforeAll(async () => {
  engine = await openEngine({ setup: true, onProgress });
  host = containerRigHost({ engine, contents: ownContents });
  await host.prepare(rigOf([]), onProgress);
});
afterAll(() => host[Symbol.asyncDispose]());

const sh = (script: string): Command => new Command({ machine: "rift", user: "root", script: [script] });

const rigOf = (provision: readonly Action[]): Rig => ({
  networks: [
    { name: "internet", subnet: "203.0.113.0/24" },
    { name: "lan", subnet: "192.0.2.0/24" },
  ],
  machines: [
    {
      name: "rift",
      addresses: { lan: "192.0.2.10", internet: "203.0.113.10" },
      users: ["root"],
      provision,
    },
  ],
  setup: [],
  samples: [],
});

const start = async (rig: Rig) => {
  const running = await host.start(rig, { label: "integration", keep: false });
  return { running, machine: running.machines.get("rift") as Machine };
};

const left = async (): Promise<string[]> => {
  const filters = labelFilter();
  const containers = await engine.docker.listContainers({ all: true, filters });
  const networks = await engine.docker.listNetworks({ filters });
  return [...containers.flatMap(({ Names }) => Names), ...networks.map(({ Name }) => Name)];
};

test("a machine has its addresses, a default route to an unused address, and files of its own in /etc", async () => {
  const { running, machine } = await start(rigOf([]));
  try {
    const seen = async (script: string) => (await machine.exec({ script, timeoutMs: 60_000 })).stdout.trim();
    expect(await seen("hostname; ip -4 -o addr show scope global | awk '{print $4}' | sort")).toBe(
      "rift\n192.0.2.10/24\n203.0.113.10/24",
    );
    expect(await seen("ip route show default")).toMatch(/^default via 192\.0\.2\.254 dev eth0\b/);
    expect(await seen("ip -6 -o addr show scope link")).toBe("");
    expect(await seen("findmnt --noheadings --output TARGET | grep -c /etc/")).toBe("0");
    expect(await seen("readlink /etc/resolv.conf")).toMatch(/stub-resolv\.conf$/);
    expect(await seen("stat -c %a /dev/fuse /dev/net/tun")).toBe("666\n666");
    expect(await seen("getent passwd 995 850; getent group 988 995 850; echo none")).toBe("none");
    expect(await seen("systemctl is-active network-online.target; systemctl is-active ssh")).toBe(
      "active\ninactive",
    );
  } finally {
    await running.stop();
  }
  expect(await left()).toEqual([]);
});

test("what provisioning does is there in every machine that is started, and is done once", async () => {
  const rig = rigOf([
    sh("useradd --uid 995 mcp && date +%N >/srv/when"),
    { kind: "put", machine: "rift", path: "/srv/a/b", content: ["hello"], mode: "0640", owner: "mcp" },
  ]);
  await host.prepare(rig, onProgress);
  const whens: string[] = [];
  for (let turn = 0; turn < 2; turn += 1) {
    // The second is an equal rig, not the same one: found by its digest.
    const { running, machine } = await start(turn === 0 ? rig : { ...rig });
    const { stdout } = await machine.exec({
      script: "cat /srv/when; stat -c '%a %U' /srv/a/b; cat /srv/a/b",
      timeoutMs: 60_000,
    });
    await running.stop();
    whens.push(stdout);
  }
  expect(whens[0]).toMatch(/^\d+\n640 mcp\nhello$/);
  expect(whens[1]).toBe(whens[0]);
});

test("a provisioning command that fails is named with what it printed, and nothing is cached or left", async () => {
  const rig = rigOf([sh("echo first >&2"), sh("echo no such thing >&2; exit 3")]);
  for (let turn = 0; turn < 2; turn += 1) {
    await expect(host.prepare(rig, () => {})).rejects.toMatchObject({
      code: "machine-failed",
      message: "the provisioning of rift failed",
      facts: {
        command: "as root: echo no such thing >&2; exit 3",
        got: expect.stringMatching(/exit 3.*no such thing/s),
      },
    });
  }
  expect(await left()).toEqual([]);
});

test("a machine that does not come up says which unit failed, and what it printed", async () => {
  const program = "/bin/sh -c 'echo there is no such disk; exit 1'";
  const unit = `[Service]\nType=oneshot\nExecStart=${program}\n[Install]\nWantedBy=multi-user.target\n`;
  const rig = rigOf([
    {
      kind: "put",
      machine: "rift",
      path: "/etc/systemd/system/bad.service",
      content: [unit],
      mode: "0644",
      owner: "root",
    },
    sh("systemctl enable bad.service"),
  ]);
  await host.prepare(rig, () => {});
  const failure = await start(rig).catch((error: MachineError) => error);
  expect(failure).toMatchObject({
    message: "rift: the machine did not start",
    facts: {
      expected: "running",
      got: expect.stringMatching(/^degraded\nbad\.service[\s\S]*printed[\s\S]*there is no such disk/),
    },
  });
  expect(await left()).toEqual([]);
});

test("an abort in the middle of a start leaves nothing", async () => {
  for (const afterMs of [0, 60, 200, 400]) {
    const abort = new AbortController();
    const starting = host.start(rigOf([]), { label: "aborted", keep: false, signal: abort.signal });
    const timer = setTimeout(() => abort.abort(), afterMs);
    await expect(starting).rejects.toMatchObject({ code: "interrupted" });
    clearTimeout(timer);
    expect(await left()).toEqual([]);
  }
});

test("a machine that dies ends what is under way at once, and says so", async () => {
  const { running, machine } = await start(rigOf([]));
  try {
    const under = machine.exec({ script: "sleep 60", timeoutMs: 60_000 });
    const [container] = await engine.docker.listContainers({ filters: labelFilter() });
    await Promise.all([
      expect(under).rejects.toMatchObject({
        message: "rift: the machine has ended",
        facts: { got: expect.stringContaining("exit code 137") },
      }),
      engine.docker.getContainer(container?.Id ?? "").kill(),
    ]);
    await expect(machine.exec({ script: "true", timeoutMs: 1000 })).rejects.toMatchObject({
      code: "machine-failed",
    });
    expect(await machine.logs()).toContain("the machine is down");
  } finally {
    await running.stop();
  }
});

const pair: Rig = {
  networks: [{ name: "lan", subnet: "192.0.2.0/24" }],
  machines: ["one", "two"].map((name, index) => ({
    name,
    addresses: { lan: `192.0.2.1${index}` },
    users: ["root"],
    provision: [],
  })),
  setup: [],
  samples: [],
};

const startPair = async () => {
  const running = await host.start(pair, { label: "pair", keep: false });
  const out = async (name: string, script: string) =>
    (await running.machines.get(name)?.exec({ script, timeoutMs: 60_000 }))?.stdout.trim();
  return { running, out };
};

const reach = "ping -q -c 1 -W 1 192.0.2.11 >/dev/null && echo reached";

test("two rigs with the same addresses run at once, and the one knows nothing of the other", async () => {
  const [first, second] = await Promise.all([startPair(), startPair()]);
  try {
    expect([await first.out("one", reach), await second.out("one", reach)]).toEqual(["reached", "reached"]);
    await first.running.machines.get("two")?.cutNetwork("lan");
    expect([await first.out("one", reach), await second.out("one", reach)]).toEqual(["", "reached"]);
  } finally {
    await Promise.all([first.running.stop(), second.running.stop()]);
  }
  expect(await left()).toEqual([]);
});

test("after a reboot or a power loss a machine is in its networks again, with the same MAC; what was cut stays so", async () => {
  const { running, machine } = await start(rigOf([]));
  // LOWER_UP is the carrier itself. The kernel sets the state ("UP", "DOWN") from it up to a second later.
  const links = async () => {
    const { stdout } = await machine.exec({ script: "ip -brief link show type veth", timeoutMs: 60_000 });
    return stdout
      .trim()
      .split("\n")
      .map((line) => {
        const [name, , mac, flags] = line.replace(/@\S+/, "").split(/\s+/);
        return `${name} ${mac} ${flags?.includes("LOWER_UP") ? "carrier" : "no carrier"}`;
      });
  };
  try {
    await machine.cutNetwork("internet");
    const before = await links();
    expect(before).toEqual([
      expect.stringMatching(/^eth0 52:54:00:\S+ carrier$/),
      expect.stringMatching(/^eth1 52:54:00:\S+ no carrier$/),
    ]);
    await machine.reboot();
    expect(await links()).toEqual(before);
    await machine.powerLoss();
    expect(await links()).toEqual(before);
    await machine.healNetwork("internet");
    expect((await links())[1]).toMatch(/^eth1 52:54:00:\S+ carrier$/);
  } finally {
    await running.stop();
  }
});

test("a cut takes the carrier and leaves the address; it takes that, too, where it is told to, and healed it is back", async () => {
  const { running, machine } = await start(rigOf([]));
  const seen = async () =>
    (await machine.exec({ script: "ip -4 -o addr show scope global; ip route", timeoutMs: 60_000 })).stdout;
  try {
    const before = await seen();
    await machine.cutNetwork("lan");
    expect(await seen()).toContain("192.0.2.10/24");
    await machine.healNetwork("lan");
    await vi.waitFor(async () => expect(await seen()).toBe(before), { timeout: 20_000 });
    await machine.cutNetwork("lan", { address: "goes" });
    expect(await seen()).not.toContain("192.0.2.");
    await machine.healNetwork("lan");
    await vi.waitFor(
      async () => expect((await seen()).split("\n").sort()).toEqual(before.split("\n").sort()),
      {
        timeout: 20_000,
      },
    );
  } finally {
    await running.stop();
  }
});

describe("with the engine's networks", () => {
  let engines: RigHost;
  beforeAll(async () => {
    // Not disposed: the engine is ended by the other host.
    engines = containerRigHost({ engine, contents: ownContents, networks: "engine" });
    await engines.prepare(rigOf([]), onProgress);
  });
  const startThere = () => engines.start(rigOf([]), { label: "integration", keep: false });

  test("two rigs with the same addresses: the second says who has them, and starts when they are free", async () => {
    const running = await startThere();
    const told: string[] = [];
    const ending = Promise.withResolvers<void>();
    const second = engines.start(rigOf([]), {
      ...{ label: "second", keep: false },
      onProgress: (line) => {
        told.push(line);
        ending.resolve();
      },
    });
    await ending.promise;
    await running.stop();
    const next = await second;
    await next.stop();
    expect(told).toEqual([
      expect.stringContaining(`process ${process.pid} ("integration") has the same addresses`),
    ]);
    expect(await left()).toEqual([]);
  });

  test("a machine has a default route to an unused address, also after a network was cut and healed", async () => {
    const running = await startThere();
    const machine = running.machines.get("rift") as Machine;
    // Docker numbers the interfaces by the names of the networks, and one that is connected again anew.
    const route = expect.stringMatching(/^default via 192\.0\.2\.254 dev eth[0-9]$/);
    const seen = async () =>
      (await machine.exec({ script: "ip route show default", timeoutMs: 60_000 })).stdout.trim();
    try {
      expect(await seen()).toEqual(route);
      await machine.cutNetwork("lan");
      await machine.healNetwork("lan");
      expect(await seen()).toEqual(route);
    } finally {
      await running.stop();
    }
  });

  test("a network with a foreign container is removed with its rig", async () => {
    const running = await startThere();
    const [network] = await engine.docker.listNetworks({ filters: labelFilter() });
    if (network === undefined) throw new TypeError("the rig has networks");
    const stranger = await engine.docker.createContainer({
      Image: await anyImage(),
      Entrypoint: ["sleep", "60"],
      HostConfig: { NetworkMode: network.Name },
    });
    try {
      await stranger.start();
      await running.stop();
      expect(await left()).toEqual([]);
    } finally {
      await stranger.remove({ force: true });
    }
  });
});

const anyImage = async (): Promise<string> => {
  const [image] = await engine.docker.listImages({ filters: { reference: [`${machineRepository}:*`] } });
  if (image === undefined) throw new TypeError("the host has an image of machines");
  return image.Id;
};
