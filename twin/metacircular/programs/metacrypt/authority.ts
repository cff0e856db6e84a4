import type { DatabaseSync } from "node:sqlite";
import { inTransaction } from "../lib/database.ts";

/** Loaded at the first signature, because it is most of the program. */
const signing = () => import("./sign.ts");

const FIRST_SERIAL = 2;

export type Certificate = {
  readonly serial: string;
  readonly names: readonly string[];
  readonly notAfter: string;
};

/** The platform's certificate authority, from its database. */
export class Authority {
  readonly #database: DatabaseSync;

  private constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** The authority in the database; a new one if there is none. */
  static async open(database: DatabaseSync): Promise<Authority> {
    if (database.prepare("select 1 from authority").get() === undefined) {
      const { certificate, privateKey } = await (await signing()).makeAuthority(new Date());
      database
        .prepare("insert or ignore into authority values (1, ?, ?, ?)")
        .run(certificate, privateKey, FIRST_SERIAL);
    }
    return new Authority(database);
  }

  /** In PEM. */
  get certificate(): string {
    return String(this.#row()["certificate"]);
  }

  /** Key and certificate for these names, in PEM. */
  async issue(names: readonly string[]): Promise<{ readonly serial: string; readonly pem: string }> {
    const serial = this.#takeSerial();
    const row = this.#row();
    const authority = { certificate: String(row["certificate"]), privateKey: String(row["private_key"]) };
    const issued = await (await signing()).issueCertificate(authority, names, serial, new Date());
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
      const serial = Number(this.#row()["next_serial"]);
      this.#database.prepare("update authority set next_serial = ?").run(serial + 1);
      return serial;
    });
  }

  #row(): Readonly<Record<string, unknown>> {
    return this.#database.prepare("select * from authority").get() ?? {};
  }
}
