import {
  check,
  drillOnly,
  fails,
  lasting,
  loss,
  procedure,
  raw,
  reproduces,
  scenario,
  step,
} from "drillbook";
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
import {
  mcp,
  platformNamesResolve,
  platformRig,
  rift,
  service,
  startsNot,
} from "#twin/metacircular/index.ts";
import { dnsDay, incident } from "./claims/index.ts";

const CANARY_ROWS = 100;
const mcns = service("mcns");
const healthy = mcns.isHealthy();
const dnsAnswers = platformNamesResolve();
const rowsAreThere = mcns.hasCanaryRows(CANARY_ROWS);

const lastLine = mcp.sh`podman logs --tail 1 mcns 2>&1`;

const close = step("Close the folder again, if it was opened", {
  why: "Only if the folder was opened to all accounts, as in the drill: that did not help, and every account of rift could then read the private key and the database.",
  run: rift.root.sh`chmod --recursive o= /srv/mcns`,
  verify: keyIsSecret(),
});

const readsOnly = lastLine.prints(
  /^open database: attempt to write a readonly database: \/srv\/mcns\/mcns\.db$/m,
);

const tagIsTheDrills =
  "The tag is the drill's: put in what `podman inspect --format '{{.ImageName}}' mcns` prints before you type the command. Where podman does not have that image, the command ends without output, and removes nothing.";

const aside = "/srv/mcns/aside";

const dataIsRoots = check(
  "in podman's namespace the data belongs to root, which is mcp on rift",
  mcp.sh`podman unshare stat --format='%u:%g' /srv/mcns /srv/mcns/mcns.db`.printsExactly("0:0\n0:0"),
);
const imageHasUser = check(
  "the image has a user of its own",
  mcp.sh`podman image inspect --format ${"{{.Config.User}}"} ${newImage}`.printsExactly(imageUser.name),
);

/** From the image, not from its container: a container that ends and restarts seldom lives long enough to copy from. */
const numbersOfUser = check(
  "the image's own /etc/passwd has that user's numbers, its UID and then its GID",
  mcp.sh`podman unshare sh -c 'grep "^$2:" "$(podman image mount "$1")/etc/passwd"; code=$?; podman image unmount "$1" >/dev/null; exit "$code"' sh ${newImage} ${imageUser.name}`.prints(
    new RegExp(`^${imageUser.name}:x:${imageUser.uid}:${imageUser.gid}:`, "m"),
  ),
);

/** Every kind of line once. Without an attempt to repair it, the log has only the refusal of the configuration. */
const refusals = check(
  "its log has the refusal of its configuration, from the first start on (the other lines follow attempts to open the folder, or to put the database aside)",
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
    "The newer image of MCNS runs as a user of its own, UID 100. In a rootless container only UID 0 is mcp; UID 100 is one of mcp's subordinate UIDs, which has no access to /srv/mcns.",
  tags: ["podman", "rootless", "uid", "images", "permissions"],
  rig: platformRig({
    services: [mcns],
    canaryRows: CANARY_ROWS,
    samples: [healthy, dnsAnswers],
  }),

  steady: [healthy, dnsAnswers, rowsAreThere, keyIsSecret(), everythingIsMcps()],

  fault: [
    step("Build an image that does not run as root", {
      why: "Guides to container images recommend it. On a machine where root runs the containers it would work.",
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
      why: "A usual upgrade. The container ends at once. `unless-stopped` restarts it until one start finds port 53 still in use, and podman gives up.",
      run: runAs({}),
      verify: [
        fails(healthy, "mcns does not answer"),
        check(
          "it cannot read its configuration",
          lastLine.prints(/^read configuration: EACCES: permission denied, open '\/srv\/mcns\/mcns\.toml'$/m),
        ),
      ],
    }),
    step("Open the folder to all accounts", {
      why: "The obvious attempt. The service can now read its files but not write them, and fails at its next line.",
      run: [
        mcp.sh`podman stop --time 2 mcns`,
        rift.root.sh`chmod --recursive o+rX /srv/mcns`,
        mcp.sh`podman start mcns`,
      ],
      verify: check("it gets as far as its database, and may not write it", readsOnly),
    }),
    step("Give the folder to the number that the image names", {
      why: "The next attempt. The image's UID 100 is not the host's UID 100: in the container, files of the host's UID 100 belong to the account nobody (65534).",
      run: [
        mcp.sh`podman stop --time 2 mcns`,
        rift.root.sh`chown --recursive ${imageUser.uid}:${imageUser.gid} /srv/mcns`,
        mcp.sh`podman start mcns`,
      ],
      verify: [
        check(
          "in podman's namespace the data belongs to the account nobody (65534)",
          mcp.sh`podman unshare stat --format='%u:%g' /srv/mcns /srv/mcns/mcns.db`.printsExactly(
            "65534:65534\n65534:65534",
          ),
        ),
        fails(healthy, "mcns does not answer"),
      ],
    }),
    step("Take that back, and try it with the database put aside", {
      why: "An attempt for the case that the database is damaged. The database is moved, not deleted, so it is not lost. The service may not make a new one either. A first deployment prints this, and so did the service of the incident.",
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
      why: "The database was only moved and is complete.",
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
      how: "The data belongs to root in podman's namespace, as it should, and the image names a user. There the data belongs to the account nobody (65534), because its owner is not mapped: the files are wrong, not the image.",
      unless: "65534",
      ask: dataIsRoots,
    },
    {
      from: "fchmod-seccomp",
      how: "The image names a user. There it names none, the service could write, and only its chmod is refused.",
      ask: imageHasUser,
    },
  ],

  procedures: {
    "user-0": procedure({
      title: "Run it as root of the container: --user 0:0",
      summary:
        "What was done on DNS day. Use it where the service's definition must hold the change: there it is one line. On rift the service runs as mcp in both procedures; in its container it is root with podman's usual capabilities.",
      steps: [
        step("Make the container anew, as root of the container", {
          why: `UID 0 of a rootless container is mcp. ${tagIsTheDrills}`,
          lasting: lasting({
            byHand:
              'write `user = "0:0"` into the service\'s definition on vade, `~/.config/mcp/services/mcns.toml`; otherwise the next deployment brings the incident back.',
          }),
          run: runAs({ user: "0:0" }),
          verify: [
            healthy,
            dnsAnswers,
            ...serviceIs({ inside: "root", outside: "mcp", capabilities: podmansCapabilities }),
            mayRewriteItself(),
            getsOutAsMcp({ uid: 0, gid: 0 }),
            rootMayBindPort53(),
          ],
          otherwise: startsNot("mcns"),
        }),
        close,
      ],
    }),
    "keep-id": procedure({
      title: "Let the image's user be mcp: --userns=keep-id",
      summary:
        "The container's UID 100, instead of UID 0, is mapped to mcp. Use it where the service should have no capabilities and must not change the image's files. The option must be documented separately: a definition cannot hold it.",
      steps: [
        step("Make the container anew, with mcp as its UID 100", {
          why: `The files stay mcp's, and the image's user becomes their owner; uid and gid are its numbers in the image's own /etc/passwd. A user without capabilities may bind port 53 only if a sysctl of the container allows it. ${tagIsTheDrills}`,
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
          otherwise: { look: startsNot("mcns"), take: "user-0" },
        }),
        close,
      ],
      lasts: "until the next deployment, because no definition can hold the mapping",
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
      why: "The mapping belongs to the container and must survive the reboot.",
      run: [rift.reboot(), mcp.sh`podman start mcns`],
      verify: [healthy, dnsAnswers],
      within: "60s",
    }),
  ],

  losses: [mcns.losesCanaryRows(), loss.images(mcp), loss.files(rift.root, mcns.dataDir)],

  reference: [
    { title: "What each procedure means for security", text: securityOfEachWay },
    {
      title: "Back to the image from before",
      text: "This page has no procedure for it. The service is back at once if the image is still there, but the next upgrade brings the incident back. It is acceptable for tonight, unless the newer release has already changed the data. The drill did not try it.",
    },
  ],

  claims: [
    reproduces(dataIsRoots, incident(37)),
    reproduces(refusals, dnsDay(196)),
    reproduces(numbersOfUser, dnsDay(197)),
    reproduces("user-0", dnsDay(198)),
    reproduces(getsOutAsMcp({ uid: 0, gid: 0 }), dnsDay(199)),
  ],
  never: [
    "Do not `chmod o+r` the data: the service must also write. `chmod -R 777` may help, but then every account of rift can read the private key and write the database.",
    "Do not `chown 100` the data on the host: the image's UID 100 is another number there, and in the container such files belong to the account nobody (65534).",
    "Do not run the container as root of the machine, or with `--privileged`: only the right UID is missing.",
    "Do not delete the database because it cannot be opened: it is intact, and the service may not make a new one either.",
  ],
});
