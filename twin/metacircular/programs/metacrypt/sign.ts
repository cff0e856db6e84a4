import "reflect-metadata";
import type { webcrypto } from "node:crypto";
import { isIP } from "node:net";
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type JsonGeneralName,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const DAY_MS = 86_400_000;

/** In PEM. */
export type Issued = { readonly certificate: string; readonly privateKey: string; readonly notAfter: Date };

type Lifetime = { readonly notBefore: Date; readonly notAfter: Date };

/** Valid from an hour ago, because the platform's clocks may differ. */
const lifetime = (now: Date, days: number): Lifetime => ({
  notBefore: new Date(now.getTime() - 3_600_000),
  notAfter: new Date(now.getTime() + days * DAY_MS),
});

const newKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);

const keyToPem = async (key: webcrypto.CryptoKey): Promise<string> =>
  `${PemConverter.encode(await crypto.subtle.exportKey("pkcs8", key), "PRIVATE KEY")}\n`;

const keyFromPem = (pem: string): Promise<webcrypto.CryptoKey> =>
  crypto.subtle.importKey("pkcs8", PemConverter.decodeFirst(pem), ALGORITHM, false, ["sign"]);

/** A serial number of X.509: hexadecimal, whole bytes, positive. */
const serialHex = (serial: number): string => serial.toString(16).padStart(16, "0");

/** A new authority: a key and a self-signed certificate. */
export const makeAuthority = async (now: Date): Promise<Issued> => {
  const keys = await newKeys();
  const { notBefore, notAfter } = lifetime(now, 3_650);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serialHex(1),
    name: "CN=Metacrypt CA",
    notBefore,
    notAfter,
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
  return {
    certificate: `${certificate.toString("pem")}\n`,
    privateKey: await keyToPem(keys.privateKey),
    notAfter,
  };
};

/** A certificate for these names, signed by the authority. */
export const issueCertificate = async (
  authority: { readonly certificate: string; readonly privateKey: string },
  names: readonly string[],
  serial: number,
  now: Date,
): Promise<Issued> => {
  const keys = await newKeys();
  const { notBefore, notAfter } = lifetime(now, 90);
  const alternatives = names.map(
    (value): JsonGeneralName => ({ type: isIP(value) === 0 ? "dns" : "ip", value }),
  );
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialHex(serial),
    subject: [{ CN: [names[0] ?? ""] }],
    issuer: new X509Certificate(authority.certificate).subject,
    notBefore,
    notAfter,
    signingKey: await keyFromPem(authority.privateKey),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(alternatives),
    ],
  });
  return {
    certificate: `${certificate.toString("pem")}\n`,
    privateKey: await keyToPem(keys.privateKey),
    notAfter,
  };
};
