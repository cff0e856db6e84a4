import { type Handler, json, type Reply, type Routes } from "../lib/http.ts";
import type { RegistryStore } from "./registry-store.ts";

const API_VERSION = { "docker-distribution-api-version": "registry/2.0" };

/** An error in the form that registry clients read. */
const registryError = (status: number, code: string, message: string): Reply =>
  json(status, { errors: [{ code, message }] }, API_VERSION);

const repositoryResource =
  (store: RegistryStore): Handler =>
  ({ path }) => {
    // The name of a repository may itself hold slashes: it ends where the resource begins.
    const resource = path.slice(-2).join("/");
    if (resource !== "tags/list")
      return registryError(404, "UNSUPPORTED", `no such resource: ${path.join("/")}`);
    const name = path.slice(1, -2).join("/");
    const tags = store.tags(name);
    return tags === undefined
      ? registryError(404, "NAME_UNKNOWN", `repository name not known to registry: ${name}`)
      : json(200, { name, tags }, API_VERSION);
  };

/** The registry's API, as far as it can be read. Source: OCI distribution specification. */
export const registryRoutes = (store: RegistryStore): Routes => ({
  "GET /v2/": () => json(200, {}, API_VERSION),
  "GET /v2/_catalog": () => json(200, { repositories: store.repositories() }, API_VERSION),
  "GET /v2/*": repositoryResource(store),
});
