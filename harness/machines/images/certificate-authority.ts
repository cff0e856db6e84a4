import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { ensureCommands } from "../engine/apt-install.ts";
import { cacheRoot } from "../engine/cache-paths.ts";
import type { HostCommand } from "../engine/host-commands.ts";
import type { BuildOptions } from "./mmdebstrap.ts";
import { makeWorkDir, removeWorkDir } from "./work-dir.ts";

const days = 3650;
const names = { certificate: "ca.pem", key: "ca.key" } as const;
const openssl: readonly HostCommand[] = [
  { command: "openssl", packages: ["openssl"], for: "the certificate authority of the machines" },
];

/** A certificate and its key, both PEM. */
export type Authority = { readonly certificate: Buffer; readonly key: Buffer };

export const authorityDir = (): string => join(cacheRoot(), "authority");

const read = (): Authority | undefined => {
  try {
    const [certificate, key] = [names.certificate, names.key].map((name) =>
      readFileSync(join(authorityDir(), name)),
    );
    return certificate && key && { certificate, key };
  } catch {
    return undefined;
  }
};

/**
 * The certificate authority that every machine of this cache trusts and can sign with. One for all images, because the
 * machines of a rig may be of several kinds and must verify each other. It is worth nothing outside a rig.
 */
export const ensureAuthority = async (
  options: Pick<BuildOptions, "setup" | "onProgress">,
): Promise<Authority> => {
  const found = read();
  if (found) return found;
  await ensureCommands(openssl, options);
  mkdirSync(cacheRoot(), { recursive: true });
  const workDir = makeWorkDir("authority");
  try {
    const made = join(workDir, "authority");
    mkdirSync(made);
    execFileSync(
      "openssl",
      [
        ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
        ...["-days", `${days}`, "-subj", "/CN=drillbook machines"],
        ...[
          "-addext",
          "basicConstraints=critical,CA:TRUE",
          "-addext",
          "keyUsage=critical,keyCertSign,cRLSign",
        ],
        ...["-keyout", join(made, names.key), "-out", join(made, names.certificate)],
      ],
      { stdio: ["ignore", "ignore", "pipe"], timeout: 30_000 },
    );
    try {
      renameSync(made, authorityDir());
    } catch (error) {
      // Another process was faster, and its authority is in an image already.
      if (!read()) throw error;
    }
  } finally {
    removeWorkDir(workDir);
  }
  const stored = read();
  if (!stored) throw new Error("the certificate authority disappeared while it was stored");
  return stored;
};
