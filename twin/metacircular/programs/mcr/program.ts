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
    // A table of the pages, which share the file.
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

/** The current release of the registry. */
export const mcr = service(registry);

/** The last release before the shared library treated a refused chmod as a warning. */
export const mcrOnLibrary17 = service({ ...registry, version: "v1.2.0", library: "1.7" });
