import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { TableReader } from "#twin/platform/table-reader.ts";

const CIPHER = "aes-256-gcm";
const KEY_BYTES = 32;
const SALT_BYTES = 16;
const NONCE_BYTES = 12;

/** The authority of a vault, in PEM. */
export type AuthorityKey = { readonly certificate: string; readonly privateKey: string };

/** The vault does not open; the message is one line. */
export class VaultProblem extends Error {}

const keyFrom = (password: string, salt: Buffer): Buffer => scryptSync(password, salt, KEY_BYTES);

const seal = ({ certificate, privateKey }: AuthorityKey, password: string) => {
  const [salt, nonce] = [randomBytes(SALT_BYTES), randomBytes(NONCE_BYTES)];
  const cipher = createCipheriv(CIPHER, keyFrom(password, salt), nonce);
  const sealed = Buffer.concat([cipher.update(privateKey, "utf8"), cipher.final(), cipher.getAuthTag()]);
  const text = (bytes: Buffer): string => bytes.toString("base64");
  return { certificate, salt: text(salt), nonce: text(nonce), sealed: text(sealed) };
};

const TAG_BYTES = 16;

const open = (file: SealedFile, password: string): string => {
  const bytes = Buffer.from(file.sealed, "base64");
  const decipher = createDecipheriv(
    CIPHER,
    keyFrom(password, Buffer.from(file.salt, "base64")),
    Buffer.from(file.nonce, "base64"),
  );
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return decipher.update(bytes.subarray(0, -TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
  } catch {
    throw new VaultProblem("the password does not open the vault");
  }
};

type SealedFile = ReturnType<typeof seal>;

const readSealed = (path: string): SealedFile => {
  const table = new TableReader(JSON.parse(readFileSync(path, "utf8")), path);
  const text = (key: string): string => table.string(key, "…");
  const file = {
    certificate: text("certificate"),
    salt: text("salt"),
    nonce: text("nonce"),
    sealed: text("sealed"),
  };
  table.done();
  return file;
};

/**
 * The private key of the authority, in a file of its own beside the database, encrypted with a password that only
 * people have. It is sealed at every start. Source: DR, stage 2.
 */
export class Vault {
  readonly #path: string;
  #key: AuthorityKey | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  get state(): "none" | "sealed" | "open" {
    if (this.#key !== undefined) return "open";
    return existsSync(this.#path) ? "sealed" : "none";
  }

  /** The authority's certificate, also while the vault is sealed. @throws VaultProblem when there is none */
  get certificate(): string {
    if (this.state === "none") throw new VaultProblem("there is no vault yet: unsealing it makes one");
    return readSealed(this.#path).certificate;
  }

  /** @throws VaultProblem while the vault is sealed */
  get key(): AuthorityKey {
    if (this.#key === undefined) throw new VaultProblem("the vault is sealed");
    return this.#key;
  }

  /** Opens the vault; the first time `make` gives it its contents. @throws VaultProblem for a wrong password */
  async unseal(password: string, make: () => Promise<AuthorityKey>): Promise<void> {
    if (this.state === "none") {
      const { certificate, privateKey } = await make();
      writeFileSync(this.#path, `${JSON.stringify(seal({ certificate, privateKey }, password))}\n`, {
        flag: "wx",
        mode: 0o600,
      });
    }
    const file = readSealed(this.#path);
    this.#key = { certificate: file.certificate, privateKey: open(file, password) };
  }
}
