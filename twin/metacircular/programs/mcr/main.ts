import { serve } from "../lib/service.ts";
import { registryRoutes } from "./registry-routes.ts";
import { REGISTRY_SCHEMA } from "./registry-schema.ts";
import { RegistryStore } from "./registry-store.ts";

serve({
  name: "mcr",
  version: "v1.2.1",
  schema: REGISTRY_SCHEMA,
  readConfig: (table) => {
    const storage = table.table("storage");
    const config = { blobDir: storage.string("blobs", "/srv/mcr/blobs") };
    storage.done();
    return config;
  },
  start: ({ blobDir }, database) => registryRoutes(new RegistryStore(database, blobDir)),
});
