import { type Account, check, fails, loss, machine, procedure, scenario, step } from "drillbook";
import {
  CONTAINER_USER,
  IMAGE,
  journalOf,
  provisionOf,
  type RootlessService,
  rootlessService,
  startServices,
  UNIT,
} from "#twin/rootless/index.ts";

const host = machine("worker", {
  addresses: { lan: "192.0.2.70" },
  users: ["wiki", "chat", "blog", "shop", "bank"],
});

const LENGTH = 65_536;
const TOO_FEW = 10_000;
const wiki = rootlessService(host, { name: "wiki", uid: 1001, first: 100_000, port: 8101 });
const chat = rootlessService(host, { name: "chat", uid: 1002, first: 165_536, port: 8102 });
const blog = rootlessService(host, { name: "blog", uid: 1003, first: 231_072, port: 8103 });
const shop = rootlessService(host, { name: "shop", uid: 1004, first: 296_608, port: 8104 });
const bank = rootlessService(host, { name: "bank", uid: 1005, first: 362_144, port: 8105 });
const broken = [wiki, chat, blog, shop];
const all = [...broken, bank];

const template = [
  `chat:${chat.first}:${TOO_FEW}`,
  `blog:${blog.first}:${LENGTH}`,
  `blog:${blog.first}:${LENGTH}`,
  `shop:${bank.first}:${LENGTH}`,
  `bank:${bank.first}:${LENGTH}`,
];

const rangesOf = ({ account, name, first }: RootlessService) =>
  check(
    `${name} has one range of UIDs and one of GIDs, of ${LENGTH} ids each`,
    account.sh`grep --no-filename ${`^${name}:`} /etc/subuid /etc/subgid`.printsLines([
      `${name}:${first}:${LENGTH}`,
      `${name}:${first}:${LENGTH}`,
    ]),
  );

const mapsThemAll = ({ account, name, uid, first }: RootlessService) =>
  check(
    `podman of ${name} maps the whole range`,
    account.sh`podman unshare awk ${'{ print $1 ":" $2 ":" $3 }'} /proc/self/uid_map`.printsLines([
      `0:${uid}:1`,
      `1:${first}:${LENGTH}`,
    ]),
  );

/** Prints each line whose ids a line before it has, too. */
const overlaps = host.root
  .sh`for file in /etc/subuid /etc/subgid; do sort --field-separator=: --key=2,2n $file | awk -F: -v file=$file ${'$2 < end { print file ": " owner " and " $1 " share ids from " $2 } $2 + $3 > end { end = $2 + $3; owner = $1 }'}; done`;
const nothingIsShared = check("no id is in two ranges", overlaps.printsNothing());

const bankReadByShop = shop.account
  .sh`podman run --rm --network host --user ${CONTAINER_USER}:${CONTAINER_USER} --volume /usr:/usr:ro --volume ${bank.dataDir}:/other:ro ${IMAGE} head --lines=1 /other/visits`;
const bankIsSafe = check(
  "a container of shop cannot read bank's file",
  bankReadByShop.exits(1, /Permission denied/),
);

const answers = all.map((one) => one.answers());
const ranges = broken.map(rangesOf);

/** usermod adds ranges at any time, and deletes none while the account has a process. */
const deleteLines = ({ name }: RootlessService) =>
  host.root.sh`sed --in-place ${`/^${name}:/d`} /etc/subuid /etc/subgid`;
const add = ({ name, first }: RootlessService) => {
  const range = `${first}-${first + LENGTH - 1}`;
  return host.root.sh`usermod --add-subuids ${range} --add-subgids ${range} ${name}`;
};

const giveWiki = step("Give the account a range, if it has none", {
  why: `Of ${LENGTH} ids that no other line has. An account that had one before gets the same: the owner in \`ls --numeric-uid-gid -l\` of its data, less the number of the user in the container, plus one, is where it began.`,
  run: add(wiki),
  verify: rangesOf(wiki),
});
const giveChat = step("Give the account the whole range, if it is too small", {
  why: `A container's user must be in it: ${CONTAINER_USER} needs ${CONTAINER_USER} ids. The range begins where it began, so the owners of all files stay right. The line is deleted in the file, because usermod deletes no range of an account that has a process.`,
  run: [deleteLines(chat), add(chat)],
  verify: rangesOf(chat),
  otherwise:
    "`grep` with the name of the account shows the lines of /etc/subuid and /etc/subgid. An entry may also begin with the UID of the account.",
});
const giveBlog = step("Leave one line of a range that is there twice", {
  why: "Podman maps both lines, and the kernel refuses a map that has an id twice.",
  run: [deleteLines(blog), add(blog)],
  verify: rangesOf(blog),
});
const giveShop = step("Give the account its own range back, if it has that of another", {
  why: `The owner of its data says which range it had: ${shop.ownerOfData} is user ${CONTAINER_USER} of the range from ${shop.first}.`,
  run: [
    host.root.sh`stat --format=%u ${shop.dataDir}`.printsExactly(String(shop.ownerOfData)),
    deleteLines(shop),
    add(shop),
  ],
  verify: [rangesOf(shop), nothingIsShared],
  otherwise:
    "The last command names the accounts that share ids, and the first id that they share. Do the same for the one whose data is not of that range.",
});
const endPause = step("End the pause processes", {
  why: "A pause process holds the namespace that was made at the first podman command since the boot, with the ids of that time. Every later podman command of the account joins it. This also stops all containers of the account.",
  run: broken.map(({ account }) => account.sh`podman system migrate`),
  verify: broken.map(mapsThemAll),
  otherwise:
    "`pgrep --uid` with the account and `--list-full catatonit` shows a pause process that is left; end it, and ask again.",
});
const restart = (account: Account) => account.sh`systemctl --user restart ${UNIT}`;
const startAgain = step("Start the services", {
  why: "Their units failed at boot.",
  run: broken.map(({ account }) => restart(account)),
  verify: answers,
  within: "30s",
  otherwise: "`journalctl --user --boot --grep Error`, as the account, says what is still missing.",
});

const saysNone = check(
  "podman finds no range of wiki",
  journalOf(wiki).prints(
    /cannot find UID\/GID for user wiki: no subuid ranges found for user \\"wiki\\" in \/etc\/subuid/,
  ),
);
const saysTwice = check(
  "blog: the kernel refuses a map that has the same ids twice",
  journalOf(blog).prints(/newuidmap: write to uid_map failed: Invalid argument/),
);
const saysDenied = check(
  "shop's service may not read its own data",
  journalOf(shop).prints(/shop: EACCES: permission denied, open '\/data\/visits'/),
);

export default scenario({
  id: "subid-ranges",
  title:
    "Rootless podman's accounts have no subordinate ids, too few, the same twice, or those of another account",
  source:
    "public threads: containers/podman #12715, #22092 and #26801; shadow-maint/shadow #1710; adduser(8) of accounts made with --system",
  summary:
    "A template wrote /etc/subuid and /etc/subgid anew. Of five accounts one has no line any more, one has too few ids, one has its line twice, and two have the same range. The running containers notice nothing; after the next reboot four of five services are down, each with another message. The fifth runs, and the container of another account can read its files. The accounts are wiki, chat, blog, shop and bank, their unit is notes.service: put in the names, numbers, folders and ports of yours.",
  tags: ["podman", "rootless", "subuid", "newuidmap"],
  rig: {
    networks: [{ name: "lan", subnet: "192.0.2.0/24" }],
    machines: [{ ...host.spec, provision: provisionOf(host, all) }],
    setup: [startServices(all)],
    samples: answers,
    note: "systemd, podman and shadow's tools are the real ones. The service is a small program written for the drill.",
  },

  steady: [...answers, ...ranges, nothingIsShared, ...broken.map(mapsThemAll), bankIsSafe],

  fault: [
    step("Write both files anew, from a template", {
      why: "The template was made by hand: one account is missing, one has the size of an example, one was added by useradd as well, and one line was copied.",
      run: ["/etc/subuid", "/etc/subgid"].map((file) =>
        host.put(file, { content: template.map((line) => `${line}\n`).join("") }),
      ),
      verify: fails(nothingIsShared, "ids are in two ranges"),
    }),
    step("Reboot", {
      why: "Until then the namespaces of all accounts live on in their pause processes.",
      run: host.reboot(),
      verify: [
        bank.answers(),
        ...broken.map((one) =>
          check(
            `${one.name}'s service has failed`,
            one.account.sh`systemctl --user is-failed ${UNIT}`.printsExactly("failed"),
          ),
        ),
      ],
      within: "90s",
    }),
  ],
  breaks: [...broken.map((one) => one.answers()), ...ranges, nothingIsShared, bankIsSafe],

  symptoms: [
    saysNone,
    check(
      "and then runs with one id",
      journalOf(wiki).prints(/Using rootless single mapping into the namespace/),
    ),
    check(
      "the user of wiki's container is not in that map",
      journalOf(wiki).prints(/OCI runtime error: crun: cannot setresgid to `65532`: Invalid argument/),
    ),
    check(
      "the user of chat's container is not in its map",
      journalOf(chat).prints(/OCI runtime error: crun: setgroups: Invalid argument/),
    ),
    check(
      "chat's map ends before it",
      chat.account.sh`podman unshare cat /proc/self/uid_map`.prints(/^\s*1\s+165536\s+10000$/m),
    ),
    saysTwice,
    saysDenied,
    check(
      "shop's data belongs to an id that is not in its range",
      host.root.sh`stat --format='%u %n' ${shop.dataDir}; grep ^shop: /etc/subuid`.prints(
        new RegExp(`^${shop.ownerOfData} /srv/shop\\nshop:${bank.first}:${LENGTH}$`, "m"),
      ),
    ),
    check(
      "lines share ids",
      overlaps.prints(
        /^\/etc\/subuid: blog and blog share ids from 231072\n\/etc\/subuid: bank and shop share ids from 362144$/m,
      ),
    ),
    check("a container of shop reads bank's file", bankReadByShop.printsExactly("visit")),
    bank.answers(),
  ],
  anySymptom: true,
  tellsApart: [
    {
      from: "newuidmap-path",
      how: "The map itself is wrong, so the kernel says `Invalid argument`; there newuidmap may not write any map, and says `Operation not permitted`.",
      look: "write to uid_map failed: Invalid argument",
      unless: "write to uid_map failed: Operation not permitted",
      ask: saysTwice,
    },
    {
      from: "uid-collision",
      how: "Podman names the account that asks, and that has no line; there it names another account, with the same UID.",
      unless: "is owned by a different user",
      ask: saysNone,
    },
    {
      from: "container-uid",
      how: "The data belongs to an id that the account's range does not have; there it belongs to one of the range, but not to the container's user.",
      ask: saysDenied,
    },
  ],

  procedures: {
    "own-ranges": procedure({
      title: "Give each account its own range, and end the pause processes",
      summary:
        "Do the step that is yours of the first four, and then both others, for your account. Correct the template, too: otherwise its next run undoes the step. No file is given to another owner, because every account gets the ids that its files have.",
      steps: [giveWiki, giveChat, giveBlog, giveShop, endPause, startAgain],
    }),
    "restart-alone": procedure({
      title: "Correct the files and restart the services",
      summary: "The files are right then.",
      steps: [giveWiki, giveChat, giveBlog, giveShop, startAgain],
      mustFail: {
        at: startAgain,
        because:
          "Podman reads the files only where it makes a namespace. The pause process of each account holds the one with the old ids.",
      },
    }),
    "give-data": procedure({
      title: "Give the data to the ids that the account has now",
      summary: "The usual answer to `permission denied`.",
      steps: [
        giveWiki,
        giveChat,
        giveBlog,
        step("Give shop's data to user 65532 of the range that shop has", {
          why: "Its service can read it then.",
          run: host.root.sh`chown --recursive ${`${bank.ownerOfData}:${bank.ownerOfData}`} ${shop.dataDir}`,
          verify: check(
            "shop's data belongs to it",
            host.root.sh`stat --format=%u ${shop.dataDir}`.printsExactly(String(bank.ownerOfData)),
          ),
        }),
        step("End the pause processes of the other accounts", {
          why: "As above.",
          run: [wiki, chat, blog].map(({ account }) => account.sh`podman system migrate`),
          verify: [wiki, chat, blog].map(mapsThemAll),
        }),
        startAgain,
      ],
      mustFail: {
        at: "checklist",
        because:
          "Every service answers, and to the kernel shop and bank are the same users: each reads and changes the other's files.",
      },
    }),
  },

  checklist: [...answers, ...ranges, nothingIsShared, bankIsSafe],
  endurance: [
    step("Reboot", {
      why: "The namespaces are made anew, from the files.",
      run: host.reboot(),
      verify: [...answers, ...broken.map(mapsThemAll)],
      within: "90s",
    }),
  ],
  losses: [loss.files(host.root, "/srv")],
  never: [
    "Do not give an account another range while it has containers or data: their files belong to ids of the old one. Give the old one back.",
    "Do not run `podman system reset`: it deletes every container, image and volume of the account, and the range stays wrong.",
    "Do not set `ignore_chown_errors`: images can then be pulled, and their programs still have no user to run as.",
  ],
});
