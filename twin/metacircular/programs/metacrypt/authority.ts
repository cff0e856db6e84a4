import type { DatabaseSync } from "node:sqlite";
import { inTransaction } from "../lib/database.ts";
import type { Vault } from "./vault.ts";

/** Loaded at the first signature, because it is most of the program. */
const signing = () => import("./sign.ts");

const FIRST_SERIAL = 2;

export type Certificate = {
  readonly serial: string;
  readonly names: readonly string[];
  readonly notAfter: string;
};

/** The platform's certificate authority: its key from the vault, and what it issued from the database. */
export class Authority {
  readonly #database: DatabaseSync;
  readonly #vault: Vault;

  constructor(database: DatabaseSync, vault: Vault) {
    this.#database = database;
    this.#vault = vault;
    database.prepare("insert or ignore into authority values (1, ?)").run(FIRST_SERIAL);
  }

  get vaultState(): Vault["state"] {
    return this.#vault.state;
  }

  /** In PEM. @throws VaultProblem */
  get certificate(): string {
    return this.#vault.certificate;
  }

  /** Opens the vault; the first time with a new authority in it. @throws VaultProblem for a wrong password */
  unseal(password: string): Promise<void> {
    return this.#vault.unseal(password, async () => (await signing()).makeAuthority(new Date()));
  }

  /** Key and certificate for these names, in PEM. @throws VaultProblem while the vault is sealed */
  async issue(names: readonly string[]): Promise<{ readonly serial: string; readonly pem: string }> {
    const { key } = this.#vault;
    const serial = this.#takeSerial();
    const issued = await (await signing()).issueCertificate(key, names, serial, new Date());
    this.#database
      .prepare("insert into certificates values (?, ?, ?, ?)")
      .run(String(serial), JSON.stringify(names), issued.notAfter.toISOString(), issued.certificate);
    return { serial: String(serial), pem: `${issued.certificate}${issued.privateKey}` };
  }

  list(): readonly Certificate[] {
    const rows = this.#database
      .prepare("select serial, names, not_after from certificates order by cast(serial as integer)")
      .all();
    return rows.map((row) => ({
      serial: String(row["serial"]),
      names: JSON.parse(String(row["names"])) as string[],
      notAfter: String(row["not_after"]),
    }));
  }

  /** In PEM, without the key, which only the client has. */
  find(serial: string): string | undefined {
    const row = this.#database.prepare("select certificate from certificates where serial = ?").get(serial);
    return row === undefined ? undefined : String(row["certificate"]);
  }

  /** No serial is used twice, also when the signature fails. */
  #takeSerial(): number {
    return inTransaction(this.#database, () => {
      const row = this.#database.prepare("select next_serial from authority").get() ?? {};
      const serial = Number(row["next_serial"]);
      this.#database.prepare("update authority set next_serial = ?").run(serial + 1);
      return serial;
    });
  }
}
