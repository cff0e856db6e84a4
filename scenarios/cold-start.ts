import {
  check,
  drillOnly,
  fails,
  loss,
  podman,
  procedure,
  raw,
  refutes,
  reproduces,
  scenario,
  step,
  systemd,
} from "drillbook";
import {
  createFromDefinitions,
  everyImage,
  everyService,
  everyServiceIsHealthy,
  mcp,
  noAgentWith,
  orion,
  platform,
  platformLosses,
  profile,
  rift,
  tagsAreTheDrills,
  vade,
  verificationChecklist,
  wholePlatformRig,
} from "#twin/metacircular/index.ts";
import { dr } from "./claims/index.ts";

const CANARY_ROWS = 20;
const services = everyService();
const healthy = everyServiceIsHealthy();
const images = everyImage();
const registry = profile.word("agentRegistry");
const orionMcp = orion.account("mcp");
const imagesAreThere = podman(mcp).hasImages(...images);
const orionHasThem = check(
  "orion has every image",
  orionMcp.sh`podman images --format '{{.Repository}}:{{.Tag}}' | grep --count --fixed-strings --line-regexp ${images.flatMap((image) => ["-e", image])}`.printsExactly(
    String(images.length),
  ),
);
const checklist = [...verificationChecklist(), ...healthy, imagesAreThere];
const early = services.filter(({ component }) => component.stage <= 2);
const late = services.filter(({ component }) => component.stage > 2);
const imagesOf = (some: typeof services) => [...new Set(some.map(({ image }) => image))];

const archive = "/var/tmp/images.tar";
/** The rig's operator logs in with the key of mcp's folder. */
const withKey = raw("-F /srv/mcp/.ssh/config ");

/** All in one archive: the layers that images share are transferred once. mcp has no login, so the operator copies it; by address, because no name resolves now. */
const loadFromOrion = (some: readonly string[]) => [
  orionMcp.sh`rm --force ${archive} && podman save --quiet --multi-image-archive --output ${archive} ${some} && chmod 644 ${archive}`,
  orion.operator.sh`scp -q ${withKey}${archive} rift:${archive}`.typedAs([
    `scp ${archive} `,
    rift.on("tailnet"),
    `:${archive}`,
  ]),
  mcp.sh`podman load --quiet --input ${archive}`,
];

const countsTheHead = drillOnly(
  check(
    "without any image `podman images` prints one line, its head",
    mcp.sh`podman images | wc --lines`.printsExactly("1"),
  ),
);

const firstImage = images[0] ?? "";
const lookAsMcp = step("Look for it as mcp", {
  why: "mcp runs the containers.",
  run: mcp.sh`podman images`,
  verify: check("mcp's podman has the image", podman(mcp).hasImages(firstImage).probe),
  within: "5s",
});

const noImage = check("podman images is empty", mcp.sh`podman images --quiet`.printsNothing());
const agentRuns = systemd(rift).unitIsActive("mcp-agent");
const registryIsEmpty = check(
  "the agent's registry is empty",
  mcp.sh`sqlite3 ${registry} ${"select count(*) from components"}`.printsExactly("0"),
);
const starts = createFromDefinitions();

export default scenario({
  id: "cold-start",
  title: "No container and no image: the host's storage was lost",
  source: "Metacircular disaster-recovery document, cold start",
  summary:
    "Rift has neither containers nor images, and what the agent knew of them was on the same disk. The registry that would serve the images runs on rift itself. Another machine still has them, and the definitions say how each is started.",
  tags: ["podman", "registry", "images", "bootstrap"],
  notWith: noAgentWith,
  rig: wholePlatformRig({ canaryRows: CANARY_ROWS, imagesOnOrion: true }),

  steady: [...checklist, orionHasThem],

  fault: [
    step("Lose every container and every image", {
      why: "As after a new disk, or a reset of podman's storage.",
      run: [mcp.sh`podman rm --force --all --time 2`, mcp.sh`podman rmi --force --all`],
      verify: check("podman has no image", mcp.sh`podman images --quiet`.printsNothing()),
      within: "60s",
    }),
    step("Lose the agent's registry", {
      why: "It is on the disk that was lost. The agent makes a new one, which is empty.",
      run: rift.root.sh`systemctl stop mcp-agent && rm ${registry} && systemctl start mcp-agent`,
      verify: [agentRuns, registryIsEmpty],
    }),
  ],
  breaks: [
    platform.allRun(),
    platform.resolvesItself(),
    platform.registryAnswers(),
    imagesAreThere,
    ...healthy,
  ],
  symptoms: [
    check("podman ps --all is empty", mcp.sh`podman ps --all --quiet`.printsNothing()),
    noImage,
    countsTheHead,
    registryIsEmpty,
    check(
      "the registry cannot provide them: it is itself one of the missing services (podman cannot connect to it, or finds no address for its name)",
      mcp.sh`podman pull --quiet ${images[0] ?? ""}`.exits(125, /mcr\.svc\.mcp\.metacircular\.net/),
    ),
    fails(platform.resolvesItself(), "no name of the platform resolves"),
  ],
  tellsApart: [
    {
      from: "bootstrap-from-zero",
      how: "Podman has no image; there it has every one.",
      ask: noImage,
    },
  ],
  preconditions: [
    orionHasThem,
    check(
      "one may log in on rift from orion",
      orion.operator.sh`ssh ${withKey}-o BatchMode=yes rift hostname`
        .typedAs(["ssh ", rift.on("tailnet"), " hostname"])
        .printsExactly("rift"),
    ),
  ],

  procedures: {
    "load-all": procedure({
      title: "Load every image from orion, then start everything",
      summary: `One archive, which is copied once. No service has to run on rift for it. Each service is then created from its definition. ${tagsAreTheDrills}`,
      steps: [
        step("Load the images of every service", {
          why: "`podman save` on a machine that has them, `podman load` where they are missing. Delete both archives afterwards.",
          run: loadFromOrion(images),
          verify: imagesAreThere,
          within: "120s",
          otherwise:
            "`podman load` needs room for the images and their archive: `df --human-readable` shows what is left.",
        }),
        ...starts,
      ],
      loses: { containers: "they are created again, under the same names" },
    }),
    "load-then-pull": procedure({
      title: "Load the foundation and the core, push the rest to the recovered registry, pull it from there",
      summary:
        "For images that only another machine can build or reach: with the registry up, the usual deployment works again.",
      steps: [
        step("Load the images of stages 1 and 2", {
          why: "Without names and the registry no image can be pulled.",
          run: loadFromOrion(imagesOf(early)),
          verify: check(
            "podman has the images of stages 1 and 2",
            podman(mcp).hasImages(...imagesOf(early)).probe,
          ),
          within: "120s",
        }),
        ...starts.slice(0, early.length),
        step("Push the other images from orion to the registry", {
          why: "Orion finds the registry by its name, which MCNS answers again.",
          run: imagesOf(late).map((image) => orionMcp.sh`podman push --quiet ${image}`),
          verify: check(
            "the registry has them",
            vade.root
              .sh`curl --fail --silent --show-error ${profile.word("trust")} https://mcr.svc.mcp.metacircular.net:8443/v2/_catalog`.prints(
              /"mcq"/,
            ),
          ),
          within: "180s",
        }),
        step("Pull them on rift", {
          why: "Layers that rift already has are not fetched again.",
          run: imagesOf(late).map((image) => mcp.sh`podman pull --quiet ${image}`),
          verify: imagesAreThere,
          within: "120s",
        }),
        ...starts.slice(early.length),
      ],
      loses: { containers: "they are created again, under the same names" },
    }),
    "load-as-login": procedure({
      title: "Load the images without becoming mcp",
      summary: "It is the recovery document's command: `podman save IMAGE | ssh rift podman load`.",
      steps: [
        step("Load an image as the account of the login", {
          why: "The command succeeds, and prints the image's name.",
          run: orionMcp.sh`podman save --quiet ${firstImage} | ssh rift podman load --quiet`,
          verify: check(
            "the account of the login has the image",
            rift.root.sh`podman image exists ${firstImage}`,
          ),
          within: "120s",
        }),
        lookAsMcp,
      ],
      mustFail: {
        at: lookAsMcp,
        because:
          "Each account has a storage of its own. The image is in that of the login's account, and mcp, which runs the containers, does not have it.",
      },
    }),
  },

  checklist,
  losses: platformLosses(
    loss.lines(
      "images",
      "images by name",
      mcp.sh`podman images --format '{{.Repository}}:{{.Tag}}' | grep --invert-match '^localhost/' | sort`,
    ),
  ),
  claims: [
    reproduces("load-all", dr(122)),
    reproduces("load-then-pull", dr(124)),
    refutes(
      countsTheHead,
      dr(75),
      "`podman images` prints a head, so the count is 1 without any image. `podman images --quiet` prints none.",
    ),
    refutes("load-as-login", dr(123), "It loads them into the storage of the account that logs in."),
  ],
  never: ["Do not wait for the registry: it is a service of the host that lost its images."],
});
