import { type ServiceProgram, service } from "../lib/service.ts";
import { BlobStore } from "./blob-store.ts";
import { ManifestStore } from "./manifest-store.ts";
import { registryRoutes } from "./registry-routes.ts";
import { REGISTRY_SCHEMA } from "./registry-schema.ts";
import { UploadStore } from "./upload-store.ts";

const registry: ServiceProgram<{ readonly blobDir: string }> = {
  name: "mcr",
  version: "v1.2.1",
  schema: REGISTRY_SCHEMA,
  readConfig: (table) => {
    const storage = table.table("storage");
    const config = { blobDir: storage.string("blobs", "/srv/mcr/blobs") };
    storage.done();
    // The pages read this one, from the same file.
    table.optionalTable("web");
    return config;
  },
  start: ({ blobDir }, database) => {
    const blobs = new BlobStore(blobDir);
    return registryRoutes({
      blobs,
      uploads: new UploadStore(blobDir, blobs),
      manifests: new ManifestStore(database, blobs),
    });
  },
};

/** The registry, as it is today. */
export const mcr = service(registry);

/** Its last release before the shared library took a refused chmod for a warning. */
export const mcrOnLibrary17 = service({ ...registry, version: "v1.2.0", library: "1.7" });
