import type { Text } from "drillbook";
import { readBesideThis } from "./paths.ts";

/** A file that a machine needs before its first drill. */
export type ProvisionFile = {
  readonly kind: "file";
  readonly path: string;
  readonly content: Text | { readonly bundleOf: string };
  readonly mode: string;
  readonly owner: string;
};

/** A command that a machine needs before its first drill; `script` is POSIX shell text. */
export type ProvisionCommand = { readonly kind: "command"; readonly user: string; readonly script: Text };

export type ProvisionItem = ProvisionFile | ProvisionCommand;

/** The folder of the platform's programs and scripts on a machine. */
export const LIBRARY = "/usr/local/lib/metacircular";

export const file = (
  path: string,
  content: string | ProvisionFile["content"],
  mode = "0644",
  owner = "root:root",
): ProvisionFile => ({
  kind: "file",
  path,
  content: typeof content === "string" ? [content] : content,
  mode,
  owner,
});

export const command = (user: string, script: string | Text): ProvisionCommand => ({
  kind: "command",
  user,
  script: typeof script === "string" ? [script] : script,
});

/** A script of the folder `provision`, beside the platform's programs. */
export const scriptFile = (name: string): ProvisionFile =>
  file(`${LIBRARY}/${name}`, readBesideThis(`provision/${name}`), "0755");

/** A program of the platform, bundled into one file. */
export const programFile = (name: string, bundleOf: string): ProvisionFile =>
  file(`${LIBRARY}/${name}.mjs`, { bundleOf });

/** A unit of systemd, enabled: it starts with the machine. */
export const unit = (name: string, text: string): readonly ProvisionItem[] => [
  file(`/etc/systemd/system/${name}`, text),
  command("root", `systemctl enable --quiet ${name}`),
];

export type Certificate = { readonly directory: string; readonly names: Text };

/** A certificate in `certs` of each directory, with the authority's, owned by this account. */
export const certificates = (owner: string, wanted: readonly Certificate[]): readonly ProvisionItem[] =>
  wanted.length === 0
    ? []
    : [
        command("root", [
          `${LIBRARY}/make-certificates.sh ${owner}`,
          ...wanted.flatMap(({ directory, names }) => [` ${directory}:`, ...names]),
        ]),
      ];
