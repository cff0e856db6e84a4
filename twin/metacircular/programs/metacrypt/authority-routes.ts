import { isIP } from "node:net";
import { HttpProblem, json, type Reply, type Routes, readJson } from "../lib/http.ts";
import type { Authority } from "./authority.ts";
import { VaultProblem } from "./vault.ts";

const MOST_NAMES = 100;
const LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
const DNS_NAME = new RegExp(`^(\\*\\.)?${LABEL}(\\.${LABEL})*$`);

const isName = (value: unknown): value is string =>
  typeof value === "string" && value.length <= 253 && (isIP(value) !== 0 || DNS_NAME.test(value));

const pem = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  headers: { "content-type": "application/x-pem-file", ...headers },
  body,
});

/** Answers `status` where the vault is the reason. */
const withVault = async <Result>(status: number, work: () => Result | Promise<Result>): Promise<Result> => {
  try {
    return await work();
  } catch (error) {
    throw error instanceof VaultProblem ? new HttpProblem(status, error.message) : error;
  }
};

/** The authority over HTTP: its vault, its certificate, the issued ones, and the issue of another. */
export const authorityRoutes = (authority: Authority): Routes => ({
  "GET /v1/vault": () => json(200, { vault: authority.vaultState }),
  "POST /v1/vault/unseal": async ({ request }) => {
    const { password } = await readJson(request);
    if (typeof password !== "string" || password === "")
      throw new HttpProblem(400, "an unsealing has a password, a text");
    await withVault(403, () => authority.unseal(password));
    return json(200, { vault: authority.vaultState });
  },
  "GET /v1/ca": () => withVault(503, () => pem(200, authority.certificate)),
  "GET /v1/certificates": () =>
    json(200, {
      certificates: authority
        .list()
        .map(({ serial, names, notAfter }) => ({ serial, names, not_after: notAfter })),
    }),
  "GET /v1/certificates/*": ({ path }) => {
    const found = authority.find(path[2] ?? "");
    if (found === undefined) throw new HttpProblem(404, `no certificate ${path[2]}`);
    return pem(200, found);
  },
  "POST /v1/certificates": async ({ request }) => {
    const { names } = await readJson(request);
    if (!Array.isArray(names) || names.length === 0 || names.length > MOST_NAMES || !names.every(isName))
      throw new HttpProblem(
        400,
        `names is not a list of 1 to ${MOST_NAMES} names or addresses in lower case`,
      );
    const { serial, pem: text } = await withVault(503, () => authority.issue(names));
    return pem(201, text, { location: `/v1/certificates/${serial}` });
  },
});
