import { type ServiceProgram, service } from "../lib/service.ts";
import { Authority } from "./authority.ts";
import { authorityRoutes } from "./authority-routes.ts";
import { AUTHORITY_SCHEMA } from "./authority-schema.ts";

const certificateAuthority: ServiceProgram<object> = {
  name: "metacrypt",
  version: "v1.3.1",
  schema: AUTHORITY_SCHEMA,
  readConfig: (table) => {
    // The pages read this one, from the same file.
    table.optionalTable("web");
    return {};
  },
  start: async (_config, database) => authorityRoutes(await Authority.open(database)),
};

/** The certificate authority, as it is today. */
export const metacrypt = service(certificateAuthority);

/** Its last release before the shared library took a refused chmod for a warning. */
export const metacryptOnLibrary17 = service({ ...certificateAuthority, version: "v1.3.0", library: "1.7" });
