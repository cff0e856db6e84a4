import { umlRigHost } from "#harness/machines/uml/index.ts";
import type { Rig } from "#harness/scenario/rig.ts";
import { ownContents } from "../own-machines.ts";
import { loadOwnScenario } from "../own-scenarios.ts";
import { alternate, repeat, timed } from "./alternate.ts";
import type { Benchmark } from "./bench.ts";
import { drill, started } from "./virtual.ts";

/** User-mode kernels beside emulated virtual machines, which a host without KVM has in their place. */
export const uml: Benchmark = {
  name: "uml",
  about: "user-mode Linux: a boot, a reboot, and a drill beside one on QEMU",
  run: async (bench) => {
    const { rig } = await loadOwnScenario("uid-change");
    const plain: Rig = {
      ...rig,
      ...{ machines: rig.machines.map((machine) => ({ ...machine, provision: [] })), setup: [], samples: [] },
    };
    const reboots: number[] = [];
    await using host = umlRigHost({ contents: ownContents, setup: true, onProgress: bench.onProgress });
    await host.prepare(plain, bench.onProgress);
    const ready = await repeat(bench.turns(5), () =>
      started(host, plain, undefined, async (machine) => {
        reboots.push(await timed(() => machine.reboot()));
      }),
    );
    // Without saved states, as a first drill; what both keep between drills, the provisioned disk, is made before.
    const on = (kind: string) => () => drill(bench, "uid-change", "rewrite-paths", ["--on", kind, "--cold"]);
    await alternate(1, on("uml"), on("qemu"));
    const drills = await alternate(bench.turns(3), on("uml"), on("qemu"));
    return [
      { what: "UML boot until running", ours: ready, limit: { kind: "ms", most: 4000 } },
      { what: "UML reboot until running", ours: reboots, limit: { kind: "ms", most: 5000 } },
      { what: "UML drill of uid-change, against QEMU", ...drills, limit: { kind: "ratio", most: 0.5 } },
    ];
  },
};
