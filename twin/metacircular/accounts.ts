import { parseDeclaration } from "./apply-accounts/declaration.ts";
import { readBesideThis } from "./paths.ts";

/** The path of the declaration of `apply-accounts`. */
export const ACCOUNTS_FILE = "/etc/metacircular/accounts.toml";

/** The declaration of the platform's accounts before the incident. */
export const accountsToml: string = readBesideThis("accounts.toml");

const declaredMcp = () => {
  const user = parseDeclaration(accountsToml, "accounts.toml").find(({ name }) => name === "mcp");
  if (user === undefined) throw new RangeError("accounts.toml does not declare mcp");
  return user;
};

/** The account that runs every container: its name, UID, GID, home and the rest. */
export const mcpAccount = declaredMcp();

/** The account's UID and GID since the incident, fixed on every machine. */
export const SETTLED_ID = 850;

/** The declaration since the incident. */
export const settledAccountsToml: string = accountsToml
  .replace(
    /^# .*$/m,
    "# What /etc/metacircular/accounts.toml says since the incident: never change this UID.",
  )
  .replace(/^uid = .*$/m, `uid = ${SETTLED_ID}`)
  .replace(/^gid = .*$/m, `gid = ${SETTLED_ID}`);
