import { check, http, loss, procedure, reproduces, scenario, step } from "drillbook";
import {
  command,
  identityRig,
  mcp,
  podmanRunLine,
  rift,
  service,
  startsNot,
  trusted,
} from "#twin/metacircular/index.ts";
import { dnsDay } from "./claims/index.ts";

const CANARY_ROWS = 20;
const registry = service("mcr-api");
const { component, name } = registry;
const healthy = registry.isHealthy();
const store = "/etc/ssl/certs/ca-certificates.crt";
const folder = "/srv/mcp/build/mcr";
const containerfile = `${folder}/Containerfile`;
const identityUrl = "https://mcias.metacircular.net:8443/v1/health";
const identityAnswers = http(rift).answers(identityUrl, 200, { as: "MCIAS", caFile: store });

const tagged = (tag: string): string => component.image.replace(/:[^:]*$/, `:${tag}`);
const whole = tagged("v1.3.0");
const slim = tagged("v1.4.0");
const mended = tagged("v1.4.1");

const TAGS = "The tag in the command is the drill's: put in that of your image.";

/** As most programs do: they trust the list of the system they run on. Source: node(1), --use-openssl-ca. */
const trustTheSystem = `ENV NODE_OPTIONS=--use-openssl-ca SSL_CERT_FILE=${store}\n`;

const wholeImage = `FROM ${component.image}\n${trustTheSystem}`;

/** A usual way to make an image small: only the files that the program needs. */
const slimImage = `FROM ${whole} AS full
FROM scratch
COPY --from=full /usr/local/bin/node /usr/local/bin/node
COPY --from=full /lib /lib
COPY --from=full /lib*/ld-linux* /lib64/
COPY --from=full /app /app
ENV PATH=/usr/local/bin
${trustTheSystem}ENTRYPOINT ["node", "--disable-warning=ExperimentalWarning", "/app/mcr.mjs"]
`;

const build = (tag: string) =>
  mcp.sh`podman build --quiet --pull=never --layers=false --network none --tag ${tag} ${folder}`.typedAs("");

const run = (image: string, volumes: readonly string[] = []) =>
  mcp.sh`podman rm --force --time 2 ${name} && ${{
    kind: "raw",
    text: podmanRunLine({ ...component, image, volumes: [...component.volumes, ...volumes] }),
  }}`;

/** From outside, because an image may have no program that could look. */
const hasStore = (image: string, answer: "true" | "false") =>
  mcp.sh`podman unshare sh -c ${'ls "$(podman image mount "$1")$2" >/dev/null 2>&1 && echo true || echo false; podman image unmount "$1" >/dev/null'} sh ${image} ${store}`.printsExactly(
    answer,
  );

export default scenario({
  id: "missing-ca-certificates",
  title: "A smaller image, and no certificate can be verified any more",
  source: 'Metacircular post-mortem "DNS day", other failures on the way',
  summary:
    "The registry's image was made smaller: only the program was copied into it. The list of certificate authorities is missing, so the registry cannot verify any certificate. Outside the container the same certificate and address are accepted. The drill's registry prints Node's message; a program written in Go, as the platform's are, says `x509: certificate signed by unknown authority`.",
  tags: ["tls", "certificates", "images", "podman"],
  rig: identityRig({
    canaryRows: CANARY_ROWS,
    samples: [healthy, identityAnswers],
    withoutRegistry: true,
    // The registry must trust the list of its image, and no file of its own.
    provision: [command("root", "sed --in-place '/^ca = /d' /srv/mcr/mcr.toml")],
    setup: [
      step("Build the registry's image with what the system trusts", {
        why: "Its base is the platform's image of node, which has the certificates of the machine that it was made on.",
        run: [
          mcp.sh`mkdir --parents ${folder}`,
          rift.put(containerfile, { content: wholeImage, owner: "mcp:mcp" }),
          build(whole),
        ],
        verify: check("the image has the certificates", hasStore(whole, "true")),
        within: "60s",
      }),
      step("Start the registry from it", {
        why: "It verifies MCIAS with the certificates of its image.",
        run: run(whole),
        verify: healthy,
      }),
      step(`Write ${CANARY_ROWS} rows into its database`, {
        why: "The drill measures their loss.",
        run: registry.writesCanaryRows(CANARY_ROWS),
        verify: registry.hasCanaryRows(CANARY_ROWS),
      }),
    ],
  }),

  steady: [healthy, identityAnswers],

  fault: [
    step("Build a smaller image", {
      why: "A third of the image was considered unnecessary. Only the program and its libraries are copied.",
      run: [rift.put(containerfile, { content: slimImage, owner: "mcp:mcp" }), build(slim)],
      verify: check("the image has no certificates", hasStore(slim, "false")),
      within: "60s",
    }),
    step("Start the registry from it", {
      why: "It starts without a message: the list is not needed until the first certificate is verified.",
      run: run(slim),
      verify: check(
        "the registry runs from the small image",
        mcp.sh`podman inspect --format ${"{{.State.Status}} {{.ImageName}}"} ${name}`.printsExactly(
          `running ${slim}`,
        ),
      ),
    }),
  ],
  breaks: [healthy],
  symptoms: [
    check(
      "the registry does not know the authority that signed MCIAS's certificate",
      rift.root.sh`curl --silent --show-error ${trusted.trust} ${component.healthUrl}`.prints(
        /https:\/\/mcias\.metacircular\.net:8443\/v1\/health: unable to verify the first certificate/,
      ),
    ),
    check(
      "the same request from outside the container succeeds",
      rift.root.sh`curl --silent --show-error ${identityUrl}`.prints(/"status":"ok"/),
    ),
    check(
      "the container has no list of authorities",
      mcp.sh`podman cp ${`${name}:${store}`} -`.exits(125, /could not be found on container/),
    ),
  ],

  procedures: {
    "rebuild-image": procedure({
      title: "Build the image with the certificates",
      summary: "The image is complete again on every machine. The container is made anew from it.",
      steps: [
        step("Copy the certificates into the image", {
          why: "In an image that has a package manager, install ca-certificates instead.",
          onThePlatform:
            "On vade, in the service's own repository: add `COPY --from=` with the stage that has the certificates to the last stage of its Dockerfile, build it there with `make docker`, and push it under the next tag. Then pull it on rift, as mcp. `v1.4.0` and `v1.4.1` are the drill's tags.",
          run: [
            mcp.sh`sed --in-place ${`/^COPY .* \\/app$/a COPY --from=full ${store} ${store}`} ${containerfile}`.typedAs(
              "",
            ),
            build(mended),
          ],
          verify: check("the new image has the certificates", hasStore(mended, "true")),
          within: "60s",
          otherwise: {
            look: "Where the image cannot be built now, its container can have the certificates without it.",
            take: "mount-certificates",
          },
        }),
        step("Start the registry from the new image", {
          why: "A container keeps the image that it was made from, so it is made anew.",
          onThePlatform: TAGS,
          run: run(mended),
          verify: healthy,
          otherwise: startsNot("mcr-api"),
        }),
      ],
    }),
    "mount-certificates": procedure({
      title: "Mount the machine's certificates into the container",
      summary:
        "For an image that cannot be built now. It trusts the list of this machine; on another machine the image needs the mount again.",
      steps: [
        step("Start the registry with the machine's list of authorities", {
          why: "One file, read-only. When update-ca-certificates replaces it, the container keeps the old one until it restarts.",
          onThePlatform: TAGS,
          run: run(slim, [`${store}:${store}:ro`]),
          verify: healthy,
          otherwise: startsNot("mcr-api"),
        }),
      ],
      lasts: "until the container is made again without the mount",
    }),
  },

  checklist: [
    healthy,
    identityAnswers,
    check(
      "verification is not switched off",
      mcp.sh`{ podman inspect --format ${"{{.Config.Env}} {{.Config.Cmd}}"} ${name}; cat /srv/mcr/mcr.toml; } | grep --count --ignore-case --extended-regexp ${"TLS_REJECT_UNAUTHORIZED|insecure|skip[-_]?verify"}`
        .exits(1)
        .printsExactly("0"),
    ),
  ],
  losses: [registry.losesCanaryRows(), loss.files(rift.root, "/srv/mcr", "/srv/mcns")],
  claims: [
    reproduces("the registry does not know the authority that signed MCIAS's certificate", dnsDay(191)),
  ],
  never: [
    "Do not follow the advice in Node's message, `--use-system-ca`: it makes Node read the list of the system, which this image lacks.",
    "Do not switch verification off (`NODE_TLS_REJECT_UNAUTHORIZED=0`, `InsecureSkipVerify`, `--tls-verify=false`): only the list is missing, which is one file.",
    "Do not copy MCIAS's own certificate into the image as an authority: it changes when it is renewed.",
  ],
});
