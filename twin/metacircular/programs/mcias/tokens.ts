import { createHash, randomBytes } from "node:crypto";
import type { DatabaseSync, StatementSync } from "node:sqlite";

const TOKEN_BYTES = 32;
const LIFETIME_MS = 12 * 3_600_000;

export const TOKENS_SCHEMA = `
  create table if not exists tokens (
    hash text primary key,
    account text not null references accounts (name),
    expires_at integer not null
  );
`;

export type Session = { readonly account: string; readonly expiresAt: string };

const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");

/** Opaque tokens; only their hashes are stored. */
export class Tokens {
  readonly #insert: StatementSync;
  readonly #find: StatementSync;
  readonly #forget: StatementSync;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare("insert into tokens (hash, account, expires_at) values (?, ?, ?)");
    this.#find = database.prepare("select account, expires_at from tokens where hash = ? and expires_at > ?");
    this.#forget = database.prepare("delete from tokens where expires_at <= ?");
  }

  issue(account: string, nowMs: number): Session & { readonly token: string } {
    this.#forget.run(nowMs);
    const token = randomBytes(TOKEN_BYTES).toString("base64url");
    this.#insert.run(hashOf(token), account, nowMs + LIFETIME_MS);
    return { token, account, expiresAt: new Date(nowMs + LIFETIME_MS).toISOString() };
  }

  /** The account of the token; `undefined` for an unknown or expired one. */
  verify(token: string, nowMs: number): Session | undefined {
    const row = this.#find.get(hashOf(token), nowMs);
    if (row === undefined) return undefined;
    return { account: String(row["account"]), expiresAt: new Date(Number(row["expires_at"])).toISOString() };
  }
}
