import { readFileSync } from "node:fs";
import {
  type Account,
  type Action,
  type Check,
  check,
  http,
  type MachineHandle,
  type Step,
  step,
} from "drillbook";

const read = (name: string): string => readFileSync(new URL(`files/${name}`, import.meta.url), "utf8");

const LIBRARY = "/usr/local/lib/rootless";
const SERVER = "/usr/local/lib/rootless/notes.mjs";

/** The image of every service: its programs are the machine's own. */
export const IMAGE = "localhost/notes:1";

/** The user in the container, as in the images that are called distroless. */
export const CONTAINER_USER = 65_532;

/** The unit of each account's service. */
export const UNIT = "notes.service";

type Fields = {
  readonly name: string;
  readonly uid: number;
  /** The first of its 65536 subordinate ids. */
  readonly first: number;
  readonly port: number;
};

/** An account with a service in a rootless container, which its own systemd starts. */
export type RootlessService = Fields & {
  readonly account: Account;
  readonly dataDir: string;
  /** With all options of `podman run` but the name and what makes it run in the background. */
  readonly image: readonly string[];
  /** As the machine sees it, the owner of its data. */
  readonly ownerOfData: number;
  readonly answers: () => Check;
  /** The container that it is, by podman's name. */
  readonly container: string;
};

const optionsOf = (dataDir: string): readonly string[] => [
  ...["--network", "host", "--user", `${CONTAINER_USER}:${CONTAINER_USER}`],
  ...["--volume", "/usr:/usr:ro", "--volume", `${dataDir}:/data`, IMAGE],
];

/** The service of that account on this machine. */
export const rootlessService = (machine: MachineHandle, fields: Fields): RootlessService => {
  const { name, first, port } = fields;
  const dataDir = `/srv/${name}`;
  return {
    ...fields,
    account: machine.account(name),
    dataDir,
    image: [...optionsOf(dataDir), "/usr/local/bin/node", SERVER, name, String(port)],
    // 0 is the account itself, and 1 the first of the range.
    ownerOfData: first + CONTAINER_USER - 1,
    answers: () =>
      http(machine).answers(`http://127.0.0.1:${port}/`, 200, { as: `${name}'s service`, body: name }),
    container: "notes",
  };
};

/** A unit of the account's own manager; the container is made at each start. */
export const unitText = (service: RootlessService): string => `[Unit]
Description=The notes of ${service.name}

[Service]
ExecStart=/usr/bin/podman run --rm --replace --name ${service.container} ${service.image.join(" ")}
ExecStop=/usr/bin/podman stop --ignore --time 2 ${service.container}

[Install]
WantedBy=default.target
`;

/** A unit of the machine, which runs podman as the account. */
const systemUnitText = (service: RootlessService, env: Readonly<Record<string, string>>): string =>
  unitText(service)
    .replace(
      "[Service]\n",
      `[Service]\nUser=${service.name}\nDelegate=yes\n${Object.entries(env)
        .map(([name, value]) => `Environment=${name}=${value}\n`)
        .join("")}Restart=on-failure\nRestartSec=5\n`,
    )
    .replace("default.target", "multi-user.target");

const files = (machine: MachineHandle): readonly Action[] => [
  ...["add-account.sh", "make-image.sh"].map((name) =>
    machine.put(`${LIBRARY}/${name}`, { content: read(name), mode: "0755" }),
  ),
  machine.put(SERVER, { content: read("notes.mjs") }),
];

/** Accounts whose own managers start the services at each boot. */
export const provisionOf = (
  machine: MachineHandle,
  services: readonly RootlessService[],
): readonly Action[] => [
  ...files(machine),
  ...services.flatMap((service) => {
    const { account, name, uid, first, dataDir } = service;
    const folder = `/home/${name}/.config/systemd/user`;
    return [
      machine.root.sh`${LIBRARY}/add-account.sh ${name} ${uid} ${first}`,
      account.sh`${LIBRARY}/make-image.sh ${IMAGE}`,
      machine.root.sh`install --directory --mode=0700 --owner=${name} --group=${name} ${dataDir}`,
      account.sh`podman unshare chown ${CONTAINER_USER}:${CONTAINER_USER} ${dataDir}`,
      account.sh`mkdir --parents ${folder}`,
      machine.put(`${folder}/${UNIT}`, { content: unitText(service), owner: `${name}:${name}` }),
    ];
  }),
];

/** An account without a session: a unit of the machine starts its service, with this environment. */
export const provisionAlone = (
  machine: MachineHandle,
  service: RootlessService,
  env: Readonly<Record<string, string>>,
): readonly Action[] => {
  const { account, name, uid, first, dataDir } = service;
  const alone = { XDG_RUNTIME_DIR: "", DBUS_SESSION_BUS_ADDRESS: "", ...env };
  return [
    ...files(machine),
    machine.root.sh`${LIBRARY}/add-account.sh ${name} ${uid} ${first} alone`,
    account.sh`${LIBRARY}/make-image.sh ${IMAGE}`.withEnv(alone),
    machine.root.sh`install --directory --mode=0700 --owner=${name} --group=${name} ${dataDir}`,
    account.sh`podman unshare chown ${CONTAINER_USER}:${CONTAINER_USER} ${dataDir}`.withEnv(alone),
    // What podman noted of this boot: where the machine has a boot ID of its own, podman refuses the notes in the next one.
    machine.root.sh`rm --recursive --force ${`${env["TMPDIR"] ?? "/tmp"}/storage-run-${uid}`}`,
    machine.put(`/etc/systemd/system/${UNIT}`, { content: systemUnitText(service, env) }),
  ];
};

/** Starts the services, as each boot does from then on. */
export const startServices = (services: readonly RootlessService[]): Step =>
  step("Start the services", {
    why: "Each boot starts them from now on: the accounts linger.",
    run: services.map(({ account }) => account.sh`systemctl --user enable --now ${UNIT}`),
    verify: services.map(({ answers }) => answers()),
    within: "60s",
  });

/**
 * The errors that podman and the service printed since the boot. With control groups of version 1 podman leaves the unit
 * for a scope of its own, so the journal of the unit alone does not have all of them.
 */
export const journalOf = ({ account }: RootlessService) =>
  account.sh`journalctl --user --boot --output cat --no-pager --grep ${"Error|EACCES|newuidmap|ranges|mapping"}`;

/** The state of a service's unit, as its account's manager has it. */
export const unitIs = ({ account, name }: RootlessService, state: string): Check =>
  check(
    `${name}'s unit is ${state}`,
    account.sh`systemctl --user show ${UNIT} --property ActiveState --value`.printsExactly(state),
  );
