import { dirname, join } from "node:path";
import { type ServiceProgram, service } from "../lib/service.ts";
import { Authority } from "./authority.ts";
import { authorityRoutes } from "./authority-routes.ts";
import { AUTHORITY_SCHEMA } from "./authority-schema.ts";
import { Vault } from "./vault.ts";

const certificateAuthority: ServiceProgram<object> = {
  name: "metacrypt",
  version: "v1.3.1",
  schema: AUTHORITY_SCHEMA,
  readConfig: (table) => {
    // A table of the pages, which share the file.
    table.optionalTable("web");
    return {};
  },
  start: (config, database) =>
    authorityRoutes(new Authority(database, new Vault(join(dirname(config.database), "vault.json")))),
};

/** The current release of the certificate authority. */
export const metacrypt = service(certificateAuthority);

/** The last release before the shared library treated a refused chmod as a warning. */
export const metacryptOnLibrary17 = service({ ...certificateAuthority, version: "v1.3.0", library: "1.7" });
