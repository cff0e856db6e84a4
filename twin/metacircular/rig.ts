import { type Check, type Rig, type Step, step } from "drillbook";
import { mcp, networks, rift } from "./hosts.ts";
import type { ProvisionItem } from "./provision-items.ts";
import { riftProvision } from "./provision-rift.ts";
import { startsNot } from "./recovery-steps.ts";
import { provisionActions } from "./rig-actions.ts";
import type { Service } from "./service-words.ts";

export type PlatformRigFields = {
  /** In the order in which they are started. */
  readonly services: readonly Service[];
  /** Rows of known content that each service's database holds before the fault. */
  readonly canaryRows: number;
  readonly samples: readonly Check[];
  /** The account has its UID from after the incident. @default false */
  readonly settled?: boolean;
  /** Further provisioning of rift, after its own. */
  readonly provision?: readonly ProvisionItem[];
  /** Further set-up before the fault, when everything runs. */
  readonly setup?: readonly Step[];
};

/** Creates the containers of one stage from their definitions. */
const startStage = (services: readonly Service[]): Step =>
  step(`Start ${services.map(({ name }) => name).join(", ")}`, {
    why: services.map(({ stageReason }) => stageReason).join(" "),
    run: services.map(({ podmanRun }) => mcp.sh`${podmanRun}`),
    verify: services.map((one) => one.isHealthy()),
    within: "60s",
  });

const byStage = (services: readonly Service[]): readonly (readonly Service[])[] => [
  ...Map.groupBy(services, ({ component }) => component.stage).values(),
];

/** Creates the container of its definition. */
export const start = (service: Service): Step =>
  step(`Start ${service.name}`, {
    why: service.stageReason,
    run: mcp.sh`${service.podmanRun}`,
    verify: service.isHealthy(),
    otherwise: startsNot(service.name),
  });

export const fillWithCanaries = (service: Service, rows: number): Step =>
  step(`Write ${rows} rows into ${service.name}`, {
    why: "The drill measures their loss.",
    run: service.writesCanaryRows(rows),
    verify: service.hasCanaryRows(rows),
  });

/** The host rift with its account, these services' images, and their containers started in this order. */
export const platformRig = ({
  services,
  canaryRows,
  samples,
  settled = false,
  provision = [],
  setup = [],
}: PlatformRigFields): Rig => {
  const components = services.map((service) => service.component);
  const items = [...riftProvision({ components, whole: false, settled }), ...provision];
  return {
    networks,
    machines: [{ ...rift.spec, provision: provisionActions(rift, items) }],
    setup: [
      ...byStage(services).map(startStage),
      ...services.map((service) => fillWithCanaries(service, canaryRows)),
      ...setup,
    ],
    samples,
    note: "systemd, podman, SQLite, dig and curl are real; the platform's services are stand-ins written for the drill.",
  };
};
