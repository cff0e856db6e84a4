import { createHash, createHmac, pbkdf2Sync, timingSafeEqual } from "node:crypto";

export const MECHANISM = "SCRAM-SHA-256";

const DIGEST = "sha256";
const KEY_BYTES = 32;
/** "n,,": no channel binding. */
const GS2_HEADER = "n,,";

const hmac = (key: Buffer, text: string): Buffer => createHmac(DIGEST, key).update(text).digest();

const attribute = (text: string, name: string): string => {
  const found = text.split(",").find((part) => part.startsWith(`${name}=`));
  if (found === undefined) throw new Error(`the server's SCRAM message has no ${name}`);
  return found.slice(2);
};

/** The client's half of SCRAM-SHA-256. Source: RFC 5802, 5; RFC 7677. */
export class Scram {
  readonly first: string;
  readonly #bare: string;
  readonly #nonce: string;
  #serverSignature: Buffer | undefined;

  /** PostgreSQL takes the user from the start-up message and ignores this one. */
  constructor(nonce: string, user = "") {
    this.#nonce = nonce;
    this.#bare = `n=${user},r=${nonce}`;
    this.first = `${GS2_HEADER}${this.#bare}`;
  }

  /** The proof that we know the password. @throws when the server's nonce does not begin with ours */
  final(serverFirst: string, password: string): string {
    const nonce = attribute(serverFirst, "r");
    if (!nonce.startsWith(this.#nonce) || nonce === this.#nonce)
      throw new Error("the server's SCRAM nonce does not continue ours");
    const salt = Buffer.from(attribute(serverFirst, "s"), "base64");
    const salted = pbkdf2Sync(password, salt, Number(attribute(serverFirst, "i")), KEY_BYTES, DIGEST);
    const withoutProof = `c=${Buffer.from(GS2_HEADER).toString("base64")},r=${nonce}`;
    const exchange = `${this.#bare},${serverFirst},${withoutProof}`;
    const clientKey = hmac(salted, "Client Key");
    const signature = hmac(createHash(DIGEST).update(clientKey).digest(), exchange);
    const proof = Buffer.from(clientKey.map((byte, at) => byte ^ (signature[at] ?? 0)));
    this.#serverSignature = hmac(hmac(salted, "Server Key"), exchange);
    return `${withoutProof},p=${proof.toString("base64")}`;
  }

  /** @throws when the server does not know the password either */
  verify(serverFinal: string): void {
    const signature = Buffer.from(attribute(serverFinal, "v"), "base64");
    const expected = this.#serverSignature;
    if (expected?.length !== signature.length || !timingSafeEqual(expected, signature))
      throw new Error("the server's SCRAM signature is wrong");
  }
}
