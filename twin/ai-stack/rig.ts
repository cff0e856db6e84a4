import { podman, type Rig, step } from "drillbook";
import { provisionActions } from "#twin/metacircular/rig-actions.ts";
import { containers, type Group, runLine } from "./containers.ts";
import { hyperd, networks, workstation } from "./host.ts";
import { workstationProvision } from "./provision.ts";
import { databasesAnswer, everythingIsHealthy, fillWithCanaries, postgresIsReady } from "./words.ts";

const ofGroup = (group: Group) => containers.filter((one) => one.group === group);

const run = (group: Group) =>
  ofGroup(group).map((one) => hyperd.sh`${{ kind: "raw", text: [runLine(one)] }}`);

const running = (group: Group) =>
  ofGroup(group).map(({ name }) => podman(hyperd).container(name).isRunning());

/** The workstation with its seven containers, started by hand, and data in each store. */
export const aiStackRig = (): Rig => ({
  networks,
  machines: [{ ...workstation.spec, provision: provisionActions(workstation, workstationProvision) }],
  setup: [
    step("Start the core", {
      why: "The services ask PostgreSQL, Redis and Qdrant before they are healthy.",
      run: run("core"),
      verify: [...running("core"), postgresIsReady],
      within: "60s",
    }),
    ...fillWithCanaries,
    step("Start the services", {
      why: "The core answers, so the services find their databases.",
      run: run("services"),
      verify: [...running("services"), ...databasesAnswer(), ...everythingIsHealthy()],
      within: "60s",
    }),
  ],
  samples: everythingIsHealthy(),
  note: "systemd, podman, PostgreSQL with pgvector, and Redis are real. Qdrant, the embeddings, llama.cpp, AIDB and the coordinator are stand-ins written for the drill; the stand-in of AIDB asks PostgreSQL and Redis for its health. The machine is Debian with newuidmap at its two places on NixOS.",
});
