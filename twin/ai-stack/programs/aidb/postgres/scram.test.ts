import { expect, test } from "vitest";
import { Scram } from "./scram.ts";

// The exchange of RFC 7677, 3.
const nonce = "rOprNGfwEbeRWgbNEkqO";
const serverFirst = `r=${nonce}%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`;
const serverFinal = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

test("proves the password as RFC 7677 has it, and takes the server's proof", () => {
  const scram = new Scram(nonce, "user");
  expect(scram.first).toBe(`n,,n=user,r=${nonce}`);
  expect(scram.final(serverFirst, "pencil")).toBe(
    `c=biws,r=${nonce}%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=`,
  );
  expect(() => scram.verify(serverFinal)).not.toThrow();
});

test("a server that does not know the password is not believed", () => {
  const scram = new Scram(nonce, "user");
  scram.final(serverFirst, "pencil");
  expect(() => scram.verify("v=AAAATRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")).toThrow(/signature is wrong/);
  expect(() => new Scram(nonce).verify(serverFinal)).toThrow(/signature is wrong/);
});

test("a nonce that is not ours, or ours alone, is refused", () => {
  expect(() => new Scram("other").final(serverFirst, "pencil")).toThrow(/does not continue ours/);
  expect(() => new Scram(nonce).final(`r=${nonce},s=W22Z,i=4096`, "pencil")).toThrow(
    /does not continue ours/,
  );
  expect(() => new Scram(nonce).final("r=x", "pencil")).toThrow();
});
