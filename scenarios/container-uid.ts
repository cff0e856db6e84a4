import { check, drillOnly, fails, loss, procedure, raw, scenario, step } from "drillbook";
import {
  getsOutAsMcp,
  imageUserMayNotBindPort53,
  mayNotRewriteItself,
  mayRewriteItself,
  podmansCapabilities,
  rootMayBindPort53,
  securityOfEachWay,
  serviceIs,
} from "#twin/metacircular/container-powers.ts";
import {
  build,
  buildFiles,
  buildFolder,
  everythingIsMcps,
  imageUser,
  keepId,
  keyIsSecret,
  newImage,
  runAs,
} from "#twin/metacircular/container-user.ts";
import { mcp, platformNamesResolve, platformRig, rift, service } from "#twin/metacircular/index.ts";

const CANARY_ROWS = 100;
const mcns = service("mcns");
const healthy = mcns.isHealthy();
const dnsAnswers = platformNamesResolve();
const rowsAreThere = mcns.hasCanaryRows(CANARY_ROWS);

const lastLine = mcp.sh`podman logs --tail 1 mcns 2>&1`;

const close = step("Close the folder again, if somebody has opened it", {
  why: "Only if somebody opened it to everybody, as the drill did: it did not help, and left the private key and the database readable to every account of rift.",
  run: rift.root.sh`chmod --recursive o= /srv/mcns`,
  verify: keyIsSecret(),
});

const readsOnly = lastLine.prints(
  /^open database: attempt to write a readonly database: \/srv\/mcns\/mcns\.db$/m,
);

const tagIsTheDrills =
  "The tag is the drill's: take what `podman inspect --format '{{.ImageName}}' mcns` prints before you begin. Where podman does not have that image, the line ends without a word, and nothing is removed.";

const aside = "/srv/mcns/aside";

const dataIsRoots = check(
  "in podman's namespace the data belongs to root, which is mcp",
  mcp.sh`podman unshare stat --format='%u:%g' /srv/mcns /srv/mcns/mcns.db`.printsExactly("0:0\n0:0"),
);
const imageHasUser = check(
  "the image has a user of its own",
  mcp.sh`podman image inspect --format ${"{{.Config.User}}"} ${newImage}`.printsExactly(imageUser.name),
);

/** From the image, not from its container: one that ends and is started again is seldom there long enough to copy from. */
const numbersOfUser = check(
  "the image's own /etc/passwd has that user's numbers, its UID and then its GID",
  mcp.sh`podman unshare sh -c 'grep "^$2:" "$(podman image mount "$1")/etc/passwd"; code=$?; podman image unmount "$1" >/dev/null; exit "$code"' sh ${newImage} ${imageUser.name}`.prints(
    new RegExp(`^${imageUser.name}:x:${imageUser.uid}:${imageUser.gid}:`, "m"),
  ),
);

/** Every kind of line once. Who has tried nothing yet has the refusal of the configuration alone. */
const refusals = check(
  "its log has the refusal of its configuration, from the first start on (the other lines only where somebody has tried to open the folder to it, or has put the database aside)",
  mcp.sh`podman logs mcns 2>&1 | grep -e 'permission denied' -e 'not permitted' -e 'readonly database' | sort --unique`
    .prints(/^read configuration: EACCES: permission denied, open '\/srv\/mcns\/mcns\.toml'$/m)
    .prints(/^warning: chmod \/srv\/mcns\/mcns\.db: operation not permitted; going on/m)
    .prints(/^open database: attempt to write a readonly database: \/srv\/mcns\/mcns\.db$/m)
    .prints(/^open database: create \/srv\/mcns\/mcns\.db: permission denied$/m),
);

export default scenario({
  id: "container-uid",
  title: "A container whose image has a user of its own cannot use its data",
  source: 'Metacircular post-mortem "DNS day", other failures on the way',
  summary:
    "The newer image of MCNS runs as a user of its own, UID 100. In a rootless container only UID 0 is mcp; UID 100 is one of mcp's subordinate UIDs, a stranger to /srv/mcns.",
  tags: ["podman", "rootless", "uid", "images", "permissions"],
  rig: platformRig({
    services: [mcns],
    canaryRows: CANARY_ROWS,
    samples: [healthy, dnsAnswers],
  }),

  steady: [healthy, dnsAnswers, rowsAreThere, keyIsSecret(), everythingIsMcps()],

  fault: [
    step("Build an image that does not run as root", {
      why: "As every guide to images says. On a machine where root runs the containers it would be right.",
      run: [
        ...Object.entries(buildFiles).map(([name, content]) =>
          rift.put(`${buildFolder}/${name}`, { content, owner: "mcp:mcp" }),
        ),
        build,
      ],
      verify: imageHasUser,
      within: "60s",
    }),
    step("Make the container anew from it", {
      why: "An upgrade like any other. The container ends at once. `unless-stopped` starts it again, until one start finds port 53 not free yet and podman gives up.",
      run: runAs({}),
      verify: [
        fails(healthy, "mcns does not answer"),
        check(
          "it cannot read its configuration",
          lastLine.prints(/^read configuration: EACCES: permission denied, open '\/srv\/mcns\/mcns\.toml'$/m),
        ),
      ],
    }),
    step("Open the folder to everybody", {
      why: "The obvious attempt. Now the service can read what it may not write, and fails one line later.",
      run: [
        mcp.sh`podman stop --time 2 mcns`,
        rift.root.sh`chmod --recursive o+rX /srv/mcns`,
        mcp.sh`podman start mcns`,
      ],
      verify: check("it gets as far as its database, and may not write it", readsOnly),
    }),
    step("Give the folder to the number that the image names", {
      why: "The next attempt. The image's UID 100 is not the host's: to a container, what belongs to UID 100 of the host belongs to nobody.",
      run: [
        mcp.sh`podman stop --time 2 mcns`,
        rift.root.sh`chown --recursive ${imageUser.uid}:${imageUser.gid} /srv/mcns`,
        mcp.sh`podman start mcns`,
      ],
      verify: [
        check(
          "in podman's namespace the data belongs to nobody",
          mcp.sh`podman unshare stat --format='%u:%g' /srv/mcns /srv/mcns/mcns.db`.printsExactly(
            "65534:65534\n65534:65534",
          ),
        ),
        fails(healthy, "mcns does not answer"),
      ],
    }),
    step("Take that back, and try it with the database put aside", {
      why: "Somebody takes the database for broken. Moved instead of deleted, the try costs nothing; the service may not make a new one either. This is what a first deployment says, and what the incident's service said.",
      run: [
        mcp.sh`podman stop --time 2 mcns`,
        rift.root.sh`chown --recursive mcp:mcp /srv/mcns`,
        mcp.sh`mkdir ${aside} && mv ${raw("/srv/mcns/mcns.db*")} ${aside} && podman start mcns`,
      ],
      verify: check(
        "it may not make a database either",
        lastLine.prints(/^open database: create \/srv\/mcns\/mcns\.db: permission denied$/m),
      ),
    }),
    step("Put the database back", {
      why: "What was only moved is still there.",
      run: mcp.sh`podman stop --time 2 mcns && mv ${raw(`${aside}/*`)} /srv/mcns/ && rmdir ${aside} && podman start mcns`,
      verify: check("it may not write its database", readsOnly),
    }),
  ],
  breaks: [healthy, dnsAnswers, keyIsSecret()],

  symptoms: [
    refusals,
    imageHasUser,
    numbersOfUser,
    dataIsRoots,
    fails(dnsAnswers, "names no longer resolve"),
    drillOnly(check("the service cannot open its database", readsOnly)),
    drillOnly(
      check(
        "the container runs as that user's UID",
        mcp.sh`podman run --rm --network none --entrypoint node ${newImage} --eval 'console.log(process.getuid())'`.printsExactly(
          String(imageUser.uid),
        ),
      ),
    ),
  ],

  tellsApart: [
    {
      from: "fchmod-denial",
      how: "The data belongs to root in podman's namespace, as it should, and the image names a user; there it belongs to nobody (65534), for the owner is not mapped: the files are wrong, not the image.",
      unless: "65534",
      ask: dataIsRoots,
    },
    {
      from: "fchmod-seccomp",
      how: "The image names a user; there it names none, the service could write, and its chmod alone is refused.",
      ask: imageHasUser,
    },
  ],

  procedures: {
    "user-0": procedure({
      title: "Run it as root of the container: --user 0:0",
      summary:
        "What was done on DNS day. Take it where the definition must hold it: there it is one word. The service is mcp on rift either way; in its container it is root with podman's usual capabilities.",
      steps: [
        step("Make the container anew, as root of the container", {
          why: `UID 0 of a rootless container is mcp. Write \`user = "0:0"\` into the definition, too, or the next deployment brings the incident back. ${tagIsTheDrills}`,
          run: runAs({ user: "0:0" }),
          verify: [
            healthy,
            dnsAnswers,
            ...serviceIs({ inside: "root", outside: "mcp", capabilities: podmansCapabilities }),
            mayRewriteItself(),
            getsOutAsMcp({ uid: 0, gid: 0 }),
            rootMayBindPort53(),
          ],
        }),
        close,
      ],
    }),
    "keep-id": procedure({
      title: "Let the image's user be mcp: --userns=keep-id",
      summary:
        "The container's UID 100 is mapped to mcp instead of UID 0. Take it where the service should stay without capabilities and unable to touch the image's files, and where somebody writes the line down: no definition can hold it.",
      steps: [
        step("Make the container anew, with mcp as its UID 100", {
          why: `The files stay mcp's, and the image's user becomes their owner; uid and gid are its numbers in the image's own /etc/passwd. A user without capabilities may bind port 53 only where the container's own sysctl lets it. ${tagIsTheDrills}`,
          run: runAs({ options: keepId }),
          verify: [
            healthy,
            dnsAnswers,
            ...serviceIs({ inside: imageUser.name, outside: "mcp", capabilities: "none" }),
            mayNotRewriteItself(),
            getsOutAsMcp(imageUser),
            imageUserMayNotBindPort53(),
          ],
          within: "60s",
        }),
        close,
      ],
    }),
  },

  checklist: [healthy, dnsAnswers, rowsAreThere, keyIsSecret(), everythingIsMcps()],

  endurance: [
    step("Stop and start the container", {
      why: "A container that starts but cannot be stopped is not recovered.",
      run: mcp.sh`podman stop mcns && podman start mcns`,
      verify: [healthy, dnsAnswers],
    }),
    step("Reboot, and start it again", {
      why: "The mapping is the container's own and must come back with it.",
      run: [rift.reboot(), mcp.sh`podman start mcns`],
      verify: [healthy, dnsAnswers],
      within: "60s",
    }),
  ],

  losses: [mcns.losesCanaryRows(), loss.images(mcp), loss.files(rift.root, mcns.dataDir)],

  reference: [
    { title: "What each way means for security", text: securityOfEachWay },
    {
      title: "Back to the image from before",
      text: "It is the first thing to think of, and no way of this page: the service is back at once, if the image is still there, and the next upgrade brings the incident back. For tonight it is right, unless the newer release has already changed the data. The drill did not try it.",
    },
  ],

  never: [
    "Do not `chmod o+r` the data: it does not help a service that has to write. `chmod -R 777` may, and lets every account of rift read the private key and write the database.",
    "Do not `chown 100` the data on the host: the image's UID 100 is another number there, and in the container such files belong to nobody (65534).",
    "Do not run the container as root of the machine, nor with `--privileged`: nothing is missing but the right UID.",
    "Do not delete the database because it cannot be opened: it is whole, and the service may not make a new one either.",
  ],
});
