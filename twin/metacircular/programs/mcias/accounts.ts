import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { promisify } from "node:util";

const KEY_BYTES = 32;
const SALT_BYTES = 16;
/** The hash for unknown accounts, so that their check takes as long as that of known ones. */
const UNKNOWN_ACCOUNT = { salt: Buffer.alloc(SALT_BYTES), hash: Buffer.alloc(KEY_BYTES) };

const derive = promisify(scrypt) as (password: string, salt: Buffer, bytes: number) => Promise<Buffer>;

export const ACCOUNTS_SCHEMA = `
  create table if not exists accounts (
    name text primary key,
    salt blob not null,
    hash blob not null
  );
`;

/** An account that exists from the first start. */
export type SeedAccount = { readonly name: string; readonly password: string };

/** The accounts that may log in; passwords are stored as scrypt hashes. */
export class Accounts {
  readonly #find: StatementSync;
  readonly #insert: StatementSync;

  constructor(database: DatabaseSync) {
    this.#find = database.prepare("select salt, hash from accounts where name = ?");
    this.#insert = database.prepare("insert into accounts (name, salt, hash) values (?, ?, ?)");
  }

  /** Adds the missing accounts; existing ones keep their passwords. */
  async seed(accounts: readonly SeedAccount[]): Promise<void> {
    for (const { name, password } of accounts) {
      if (this.#find.get(name) !== undefined) continue;
      const salt = randomBytes(SALT_BYTES);
      this.#insert.run(name, salt, await derive(password, salt, KEY_BYTES));
    }
  }

  async isPasswordOf(name: string, password: string): Promise<boolean> {
    const row = this.#find.get(name);
    const { salt, hash } =
      row === undefined
        ? UNKNOWN_ACCOUNT
        : { salt: Buffer.from(row["salt"] as Uint8Array), hash: Buffer.from(row["hash"] as Uint8Array) };
    const isSame = timingSafeEqual(await derive(password, salt, KEY_BYTES), hash);
    return isSame && row !== undefined;
  }
}
