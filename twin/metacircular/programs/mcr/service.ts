import type { ServiceProgram } from "../lib/service.ts";
import { BlobStore } from "./blob-store.ts";
import { ManifestStore } from "./manifest-store.ts";
import { registryRoutes } from "./registry-routes.ts";
import { REGISTRY_SCHEMA } from "./registry-schema.ts";
import { UploadStore } from "./upload-store.ts";

/** The registry, as it is today. */
export const registry: ServiceProgram<{ readonly blobDir: string }> = {
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
