import { containerfile, NODE_IMAGE } from "#twin/metacircular/image.ts";
import {
  command,
  file,
  LIBRARY as PLATFORM_LIBRARY,
  type ProvisionFile,
  type ProvisionItem,
  scriptFile as platformScript,
  unit,
} from "#twin/metacircular/provision-items.ts";
import { aidbConfig, POSTGRES_PASSWORD } from "./configs.ts";
import {
  aidb,
  type Container,
  embeddings,
  hybridCoordinator,
  llamaCpp,
  postgres,
  qdrant,
  redis,
} from "./containers.ts";
import { CONFIG, DATA, HOME, HYPERD_UID } from "./host.ts";
import { entryFile, readBesideThis } from "./paths.ts";

const LIBRARY = "/usr/local/lib/ai-stack";
const PACKAGES = `${LIBRARY}/packages`;
const user = "hyperd";

const scriptFile = (name: string): ProvisionFile =>
  file(`${LIBRARY}/${name}`, readBesideThis(`provision/${name}`), "0755");

const scripts: readonly ProvisionItem[] = [
  ...[
    "add-account.sh",
    "import-image.sh",
    "make-database.sh",
    "move-programs.sh",
    "place-programs.sh",
    "unpack-packages.sh",
  ].map(scriptFile),
  ...["build-service-image.sh", "import-node-image.sh", "start-session.sh"].map(platformScript),
];

/** Programs at NixOS's paths; /run is empty at each boot, so units put them there. */
const places: readonly ProvisionItem[] = [
  command("root", `${LIBRARY}/move-programs.sh`),
  ...["run-wrappers.mount", "suid-sgid-wrappers.service"].flatMap((name) =>
    unit(name, readBesideThis(`units/${name}`)),
  ),
  command("root", "systemctl daemon-reload && systemctl start suid-sgid-wrappers.service"),
];

const account: readonly ProvisionItem[] = [
  command("root", `${LIBRARY}/add-account.sh ${user} ${HYPERD_UID}`),
  command("root", `${PLATFORM_LIBRARY}/start-session.sh ${user}`),
];

/** The programs in the databases' images, from Debian's packages; a container runs the first. */
const programs = {
  postgres: ["postgres", "initdb", "pg_isready", "psql"].map((name) => `'/usr/lib/postgresql/*/bin/${name}'`),
  redis: ["redis-server", "redis-cli"].map((name) => `/usr/bin/${name}`),
};

const importImage = ({ image }: Container, id: string, words: readonly string[]): ProvisionItem =>
  command(user, `${LIBRARY}/import-image.sh ${image} ${id} ${PACKAGES} ${words.join(" ")}`);

const standIn = ({ name, image }: Container): readonly ProvisionItem[] => {
  const program = name.replace(/^local-ai-/, "");
  const context = `${LIBRARY}/images/${program}`;
  return [
    file(`${context}/Containerfile`, containerfile(program)),
    file(`${context}/${program}.mjs`, { bundleOf: entryFile(`programs/${program}/main.ts`) }),
    command(user, `${PLATFORM_LIBRARY}/build-service-image.sh ${image} ${context}`),
  ];
};

const images: readonly ProvisionItem[] = [
  ...["postgresql-1*", "postgresql-client-1*", "lib*", "redis-*"].map((pattern) =>
    command("root", `${LIBRARY}/unpack-packages.sh ${PACKAGES} '${pattern}'`),
  ),
  importImage(postgres, "999:999", programs.postgres),
  importImage(redis, "0:0", programs.redis),
  command("root", `rm -rf ${PACKAGES}`),
  command(user, `${PLATFORM_LIBRARY}/import-node-image.sh ${NODE_IMAGE}`),
  ...[qdrant, embeddings, llamaCpp, aidb, hybridCoordinator].flatMap(standIn),
];

const data: readonly ProvisionItem[] = [
  command(
    user,
    `mkdir -p ${["postgres", "redis", "qdrant"].map((name) => `${DATA}/${name}`).join(" ")} ${CONFIG}`,
  ),
  command(user, `mkdir -p ${HOME}/.config/systemd/user ${HOME}/Documents/try/NixOS-Dev-Quick-Deploy/scripts`),
  file(`${CONFIG}/aidb.toml`, aidbConfig, "0600", `${user}:${user}`),
  command(user, `${LIBRARY}/make-database.sh ${postgres.image} ${DATA}/postgres ${POSTGRES_PASSWORD}`),
];

/** What the workstation needs before its first drill: files to write and commands to run, in this order. */
export const workstationProvision: readonly ProvisionItem[] = [
  ...scripts,
  ...places,
  ...account,
  ...images,
  ...data,
];
