import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { MachineError } from "#harness/errors.ts";
import { isRoot } from "#harness/machines/engine/host-commands.ts";
import { Namespace } from "#harness/machines/network/hub/testing/namespace.ts";
import type { RunningRig } from "#harness/machines/rig-host.ts";
import { alternate } from "./alternate.ts";
import type { Bench, Benchmark } from "./bench.ts";
import { type Frames, parseFrames } from "./frames-printed.ts";
import { addresses, type Place, smallRig } from "./small-rig.ts";

const program = fileURLToPath(new URL("./frames.pl", import.meta.url));
const inMachine = "/root/frames.pl";
/** Where it is answered, and how much: datagrams, and the bytes of a stream. */
const load = [addresses.two, "9009", "2000", String(512 * 1024 ** 2)];
/** The program ends itself before. */
const mostMs = 40_000;

/** Runs the program at one of two places; returns what it prints. */
type RunAt = (place: Place, args: readonly string[]) => Promise<string>;

const inMachines =
  (rig: RunningRig): RunAt =>
  async (place, args) => {
    const script = `perl ${inMachine} ${args.join(" ")}`;
    const seen = await rig.machines.get(place)?.exec({ script, timeoutMs: mostMs });
    if (seen?.exitCode === 0) return seen.stdout;
    throw new MachineError(`${place}: a command failed`, { command: script, got: seen?.stderr ?? "" });
  };

const inNamespaces =
  (bench: Bench, namespaces: Readonly<Record<Place, Namespace>>): RunAt =>
  async (place, args) => {
    const inside = [`--net=${namespaces[place].ref.path}`, "perl", program, ...args];
    const { stdout } = await execa("nsenter", inside, { stdin: "ignore", cancelSignal: bench.signal });
    return stdout;
  };

/** A pair of virtual interfaces and nothing between them. */
const linkWithPair = ({ one, two }: Readonly<Record<Place, Namespace>>): void => {
  one.run(
    ...["ip", "link", "add", "eth0", "type", "veth"],
    ...["peer", "name", "eth0", "netns", two.ref.path],
  );
  for (const [namespace, address] of [
    [one, addresses.one],
    [two, addresses.two],
  ] as const) {
    namespace.run("ip", "address", "add", `${address}/24`, "dev", "eth0");
    for (const name of ["lo", "eth0"]) namespace.run("ip", "link", "set", name, "up");
  }
};

const measure = async (runAt: RunAt): Promise<Frames> => {
  const [printed] = await Promise.all([runAt("one", ["ask", ...load]), runAt("two", ["answer", ...load])]);
  return parseFrames(printed);
};

/** The same program at both ends of both: only what is between them differs. */
export const frames: Benchmark = {
  name: "frames",
  about: "answers and a stream between two machines of a rig, against a veth pair",
  run: async (bench) => {
    if (!isRoot()) {
      bench.onProgress("only root can make namespaces: frames are not measured");
      return [];
    }
    const rig = await bench.start("bench: frames", await smallRig(bench, "one", "two"));
    await using one = await Namespace.make();
    await using two = await Namespace.make();
    try {
      linkWithPair({ one, two });
      for (const machine of rig.machines.values()) {
        await machine.writeFile(inMachine, readFileSync(program));
      }
      const rates = { ours: [] as number[], theirs: [] as number[] };
      const side = (of: keyof typeof rates, runAt: RunAt) => async () => {
        const { answerUs, gbitPerS } = await measure(runAt);
        rates[of].push(gbitPerS);
        return answerUs;
      };
      const answers = await alternate(
        bench.turns(7),
        side("ours", inMachines(rig)),
        side("theirs", inNamespaces(bench, { one, two })),
      );
      return [
        { what: "frames: an answer, against a veth pair", ...answers, limit: { kind: "µs", most: 60 } },
        { what: "frames: a stream, against a veth pair", ...rates, limit: { kind: "Gbit/s", least: 5 } },
      ];
    } finally {
      await bench.stop(rig);
    }
  },
};
