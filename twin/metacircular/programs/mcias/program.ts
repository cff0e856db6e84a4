import type { TableReader } from "#twin/platform/table-reader.ts";
import { HttpProblem, json, readJson } from "../lib/http.ts";
import { service } from "../lib/service.ts";
import { ACCOUNTS_SCHEMA, Accounts, type SeedAccount } from "./accounts.ts";
import { TOKENS_SCHEMA, Tokens } from "./tokens.ts";

const readAccount = (table: TableReader): SeedAccount => {
  const account = { name: table.string("name", "admin"), password: table.string("password", "…") };
  table.done();
  return account;
};

const REFUSED = { error: "unknown account or wrong password" };
const CHALLENGE = { "www-authenticate": "Bearer" };

/** The identity service. */
export const mcias = service({
  name: "mcias",
  version: "v1.0.0",
  schema: `${ACCOUNTS_SCHEMA}${TOKENS_SCHEMA}`,
  readConfig: (table) => ({ accounts: table.tables("accounts").map(readAccount) }),
  start: async (config, database) => {
    const accounts = new Accounts(database);
    const tokens = new Tokens(database);
    await accounts.seed(config.accounts);
    return {
      "POST /v1/login": async ({ request }) => {
        const { name, password } = await readJson(request);
        if (typeof name !== "string" || typeof password !== "string")
          throw new HttpProblem(400, "a login has a name and a password, both texts");
        if (!(await accounts.isPasswordOf(name, password))) return json(401, REFUSED, CHALLENGE);
        return json(200, tokens.issue(name, Date.now()));
      },
      "GET /v1/verify": ({ request }) => {
        const [, token] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "") ?? [];
        const session = token === undefined ? undefined : tokens.verify(token, Date.now());
        return session === undefined
          ? json(401, { error: "the token is missing, unknown or too old" }, CHALLENGE)
          : json(200, session);
      },
    };
  },
});
