import { type Check, check, dns, http, inRig, type Loss, loss, type Rig, type Step, step } from "drillbook";
import { bootOrder } from "#twin/platform/boot-order.ts";
import { serviceTableText } from "#twin/platform/service-table.ts";
import { mcp, orion, rift, svc, vade, wholeNetworks, wholeRift } from "./hosts.ts";
import { trusted } from "./profile.ts";
import { riftProvision } from "./provision-rift.ts";
import { orionProvision, sshServer, svcProvision } from "./provision-svc.ts";
import { vadeProvision } from "./provision-vade.ts";
import { leftToAPerson, startsNot } from "./recovery-steps.ts";
import { provisionActions } from "./rig-actions.ts";
import { type Service, service } from "./service-words.ts";
import { definitions } from "./services.ts";

/** Every container of the platform, in start order. */
export const everyService = (): readonly Service[] =>
  bootOrder(definitions().flatMap(({ components }) => components)).map(({ name }) => service(name));

/** The platform as an operator sees it from the workstation. */
export const platform = {
  /** The operator's tool finds every container running and healthy. */
  allRun: (): Check => check("mcp ps: every service runs", vade.operator.sh`mcp ps`),
  knowsItsNodes: (): Check =>
    check(
      "mcp node list shows rift, svc and orion",
      // It exits with 1 while one of them does not answer.
      vade.operator.sh`mcp node list`.prints(/^rift [\s\S]*^svc [\s\S]*^orion /m),
    ),
  resolvesTheWorld: (): Check =>
    dns(vade)
      .asks("google.com", "A", { server: rift.on("lan") })
      .answers("203.0.113.80"),
  resolvesItself: (): Check =>
    dns(vade)
      .asks("mcq.svc.mcp.metacircular.net", "A", { server: rift.on("lan") })
      .answers(rift.on("tailnet")),
  identityAnswers: (): Check =>
    http(vade).answers("https://mcias.metacircular.net:8443/v1/health", 200, { as: "MCIAS", ...trusted }),
  registryAnswers: (): Check =>
    http(vade).answers("https://mcr.svc.mcp.metacircular.net:8443/v2/", 200, {
      as: "the registry",
      ...trusted,
    }),
  authorityAnswers: (): Check =>
    http(vade).answers("https://metacrypt.svc.mcp.metacircular.net:8443/v1/health", 200, {
      as: "Metacrypt",
      ...trusted,
    }),
  publicQueueAnswers: (): Check =>
    http(vade).answers("https://mcq.metacircular.net/", 200, { as: "the public route to mcq", ...trusted }),
  publicDocsAnswer: (): Check =>
    http(vade).answers("https://docs.metacircular.net/", 200, { as: "the public route to docs", ...trusted }),
  proxyAnswers: (): Check =>
    http(rift).answers("https://localhost:443/", 404, { as: "mc-proxy at an unknown name", ...trusted }),
};

/** The verification checklist of the recovery document, line by line. Source: DR, "Verification". */
export const verificationChecklist = (): readonly Check[] => [
  platform.allRun(),
  platform.resolvesTheWorld(),
  platform.resolvesItself(),
  platform.identityAnswers(),
  platform.registryAnswers(),
  platform.authorityAnswers(),
  platform.publicQueueAnswers(),
  platform.publicDocsAnswer(),
  platform.knowsItsNodes(),
  platform.proxyAnswers(),
];

/** Health checks of each service, on rift itself. */
export const everyServiceIsHealthy = (): readonly Check[] => everyService().map((one) => one.isHealthy());

/** The services with a database, whose rows are counted. */
const servicesWithRows = (): readonly Service[] =>
  everyService().filter(({ component }) => component.databaseFile !== undefined);

/** The losses that are counted on the whole platform; `images` are counted by id unless a recovery makes them anew. */
export const platformLosses = (images: Loss = loss.images(mcp)): readonly Loss[] => [
  loss.containers(mcp),
  images,
  ...servicesWithRows().map((one) => one.losesCanaryRows()),
  loss.files(rift.root, ...new Set(everyService().map((one) => one.dataDir))),
];

/** Every service by hand, stage by stage. */
export const createFromDefinitions = (): readonly Step[] =>
  everyService().map((one) =>
    step(`Create ${one.name} from its definition`, {
      why: one.stageReason,
      ...leftToAPerson(one.name),
      run: mcp.sh`${one.podmanRun}`,
      verify: one.isHealthy(),
      otherwise: startsNot(one.name),
    }),
  );

/** The facts that a recovery needs about every service, for a runbook. */
export const servicesReference = () => ({
  title: "The services",
  text: serviceTableText(
    everyService().map(({ component }) => component),
    inRig(({ network }) => wholeRift.spec.addresses[network] ?? network),
  ),
});

/** Every image of the definitions. */
export const everyImage = (): readonly string[] => [...new Set(everyService().map(({ image }) => image))];

/** The samples of a whole-platform drill: outages of DNS, of the platform, and of the public edge. */
export const platformSamples = (): readonly Check[] => [
  platform.resolvesItself(),
  platform.resolvesTheWorld(),
  platform.registryAnswers(),
  platform.publicQueueAnswers(),
];

export type WholePlatformFields = {
  readonly canaryRows: number;
  /** The account has its UID from after the incident. @default true */
  readonly settled?: boolean;
  /** Orion has every image, and may log in on rift. @default false */
  readonly imagesOnOrion?: boolean;
  /** Further set-up before the fault, when everything runs. */
  readonly setup?: readonly Step[];
};

/** Versions with which the agent cannot run the platform, each with the reason. Source: measured; systemd.exec(5). */
export const noAgentWith = {
  podman: {
    "4.3":
      "Debian bookworm's systemd 252 sets no_new_privs for the agent's unit, because LockPersonality= and two others of its settings need a seccomp filter; so the agent's podman cannot make a user namespace",
  },
} as const;

/** The whole platform: rift with its twelve containers, svc, and the operator's machine, all up and healthy. */
export const wholePlatformRig = ({
  canaryRows,
  settled = true,
  imagesOnOrion = false,
  setup = [],
}: WholePlatformFields): Rig => {
  const services = everyService();
  const components = services.map(({ component }) => component);
  const withDatabase = servicesWithRows();
  const provisioned = (machine: typeof rift, items: ReturnType<typeof svcProvision>) => ({
    ...machine.spec,
    provision: provisionActions(machine, items),
  });
  return {
    networks: wholeNetworks,
    machines: [
      provisioned(wholeRift, [
        ...riftProvision({ components, whole: true, settled }),
        ...(imagesOnOrion ? sshServer() : []),
      ]),
      provisioned(svc, svcProvision()),
      provisioned(orion, orionProvision(imagesOnOrion ? components : [])),
      provisioned(vade, vadeProvision()),
    ],
    setup: [
      step("Deploy every service, stage by stage", {
        why: "The platform's own tool deploys it in this way: the agent starts a stage, waits until it is healthy, and records what runs.",
        run: vade.operator.sh`mcp deploy --all --direct`,
        verify: platform.allRun(),
        within: "60s",
      }),
      step(`Write ${canaryRows} rows into each database`, {
        why: "The drill measures their loss.",
        run: withDatabase.map((one) => one.writesCanaryRows(canaryRows)),
        verify: withDatabase.map((one) => one.hasCanaryRows(canaryRows)),
      }),
      ...setup,
    ],
    samples: platformSamples(),
    otherAddresses: { "203.0.113.80": "(an address of google.com)" },
    note: "systemd, podman, SQLite, dig and curl are real; the platform's services, its agent and its command line are stand-ins written for the drill, and svc runs its own without Docker.",
  };
};
