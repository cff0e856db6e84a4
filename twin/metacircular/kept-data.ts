import { type Check, type Command, check, drillOnly, type Loss, loss, type Step, step } from "drillbook";
import { mcp, rift } from "./hosts.ts";
import { profile } from "./profile.ts";
import { type Service, service } from "./service-words.ts";

/** At the port published on rift, without a name or proxy. */
const registry = "127.0.0.1:28443";
const authority = "https://127.0.0.1:18443";
const context = "/srv/mcp/canary";
const tags = ["v1", "v2", "v3"];
const names = ["one.metacircular.net", "two.metacircular.net"];

/** The files of a service's database: SQLite's write-ahead log and its index are part of it. */
export const databaseFiles = ({ component, name }: Service): readonly [string, string, string] => {
  if (component.databaseFile === undefined) throw new RangeError(`${name} has no database`);
  return [component.databaseFile, `${component.databaseFile}-wal`, `${component.databaseFile}-shm`];
};

const [registryFile] = databaseFiles(service("mcr-api"));
const [authorityFile] = databaseFiles(service("metacrypt-api"));
const image = (tag: string): string => `${registry}/canary:${tag}`;

/** Needs the registry's database: tags and manifests are rows in it. */
export const pullsATag = (): Check =>
  drillOnly(
    check("an image can be pulled from the registry by its tag", mcp.sh`podman pull --quiet ${image("v1")}`),
  );

const push = (tag: string): Command =>
  mcp.sh`podman build --quiet --layers=false --label ${`tag=${tag}`} --tag ${image(tag)} ${context} && podman push --quiet ${image(tag)}`;

const pushImages = (): Step =>
  step(`Push an image under ${tags.length} tags`, {
    why: "Tags and manifests are rows in the registry's database; blobs are files beside it.",
    run: [
      mcp.sh`mkdir --parents ${context}`,
      rift.put(`${context}/Containerfile`, {
        content: "FROM scratch\nCOPY Containerfile /\n",
        owner: "mcp:mcp",
      }),
      ...tags.map(push),
    ],
    verify: pullsATag(),
    within: "60s",
  });

/** The drill's own password of the vault. */
const PASSWORD = JSON.stringify({ password: "the drill's" });

/** The authority's vault is open: certificates can be issued. The address is the drill's. */
export const vaultIsOpen = (): Check =>
  drillOnly(
    check(
      "the vault of the certificate authority is open",
      rift.root
        .sh`curl --fail-with-body --silent --show-error ${profile.word("trust")} ${`${authority}/v1/vault`}`.printsExactly(
        '{"vault":"open"}',
      ),
    ),
  );

const unseal = (): Command =>
  rift.root
    .sh`curl --fail-with-body --silent --show-error ${profile.word("trust")} --json @- ${`${authority}/v1/vault/unseal`}`
    .withInput(PASSWORD)
    .typedAs("");

/** A person opens the vault, which is sealed at every start of the authority. Source: DR, stage 2. */
export const unsealVault = (): Step =>
  step("Unseal the vault of the certificate authority", {
    why: "The authority's key is in a vault, not in the database. The vault is sealed at every start, and only people have its password: until it is open, no certificate is issued.",
    onThePlatform:
      "Type the vault's password where Metacrypt asks for it. The command is the drill's, and so is its password.",
    run: unseal(),
    verify: vaultIsOpen(),
    otherwise: {
      look: "Wait for a person who has the password: the other services run meanwhile, and to delete the database does not help.",
      last: true,
    },
  });

const issueCertificates = (): Step =>
  step(`Make the vault, and have ${names.length} certificates issued`, {
    why: "The key is in the vault. Only the authority's database records which certificates were issued.",
    run: [
      unseal(),
      ...names.map(
        (name) =>
          mcp.sh`curl --fail-with-body --silent --show-error ${profile.word("trust")} --json ${JSON.stringify({ names: [name] })} ${`${authority}/v1/certificates`}`,
      ),
    ],
    verify: check(
      `the authority has issued ${names.length} certificates`,
      mcp.sh`sqlite3 ${authorityFile} ${"select count(*) from certificates"}`.printsExactly(
        String(names.length),
      ),
    ),
  });

const lastTag = "v4";
const tagsIn = (database: string): Command =>
  mcp.sh`sqlite3 ${database} ${"select name from tags order by 1"}`;

/** The database without its -wal file has every tag except the last one pushed. */
export const lastTagIsInLogAlone = (): Check =>
  check(
    "without its -wal file, the registry's database does not know the tag that was pushed last",
    tagsIn(`file:${registryFile}?immutable=1`).printsLines(tags),
  );

/** The log is checkpointed before it, so that no checkpoint follows before the crash. Source: sqlite.org/wal.html. */
export const pushLast = (): Step =>
  step("Write the registry's -wal file back into its database, and push one more tag", {
    why: "SQLite does the same after a thousand pages, or when a service ends. From here on the contents of the -wal are known.",
    run: [
      mcp.sh`sqlite3 ${registryFile} ${".timeout 5000"} ${"pragma wal_checkpoint(truncate)"}`.printsExactly(
        "0|0|0",
      ),
      push(lastTag),
    ],
    verify: [
      check("the registry has every tag", tagsIn(registryFile).printsLines([...tags, lastTag])),
      lastTagIsInLogAlone(),
    ],
    within: "60s",
  });

/** The contents of the registry's and the authority's databases, except canary rows. */
export const fillRegistryAndAuthority = (): readonly Step[] => [pushImages(), issueCertificates()];

/** The remaining work for a registry that lost its tags. */
export const pushAgain = (): Step =>
  step("Push the images again", {
    why: "Do it for each image that you still have. The blobs still exist, so only the manifests are uploaded. Images without a local copy stay lost.",
    onThePlatform: "The command pushes one image. Repeat it for each of yours, under its former name.",
    run: mcp.sh`podman push --quiet ${image("v1")}`.typedAs(
      "podman push --quiet mcr.svc.mcp.metacircular.net:8443/mcq:v0.4.2",
    ),
    verify: pullsATag(),
    otherwise: "Where the registry refuses the login, log in again: `podman login` with its address.",
  });

/** Tags, blobs, certificates, and the authority itself. */
export const registryAndAuthorityLosses = (): readonly Loss[] => [
  loss.lines(
    "tags",
    "tags of the registry",
    mcp.sh`sqlite3 ${registryFile} ${"select repository || ':' || name from tags order by 1"}`,
  ),
  loss.lines(
    "blobs",
    "blobs of the registry",
    mcp.sh`find /srv/mcr/blobs -type f -name '[0-9a-f]*' -printf '%f\n'`,
  ),
  loss.lines(
    "certificates",
    "issued certificates",
    mcp.sh`sqlite3 ${authorityFile} ${"select serial || ' ' || names from certificates order by 1"}`,
  ),
  loss.lines(
    "authority",
    "keys of the authority",
    mcp.sh`curl --fail-with-body --silent --show-error ${profile.word("trust")} ${`${authority}/v1/ca`} | openssl x509 -noout -fingerprint -sha256`,
  ),
];
