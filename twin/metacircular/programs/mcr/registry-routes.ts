import { type Handler, type HttpRequest, json, type Routes } from "../lib/http.ts";
import type { Content, Reply } from "../lib/reply.ts";
import { getBlob } from "./blob-routes.ts";
import type { BlobStore } from "./blob-store.ts";
import { deleteManifest, getManifest, putManifest } from "./manifest-routes.ts";
import type { ManifestStore } from "./manifest-store.ts";
import { pagedList } from "./paged-list.ts";
import { type Resource, resourceAt } from "./registry-path.ts";
import { asRegistry, RegistryProblem } from "./registry-problem.ts";
import { UploadRoutes } from "./upload-routes.ts";
import type { UploadStore } from "./upload-store.ts";

export type Registry = {
  readonly blobs: BlobStore;
  readonly uploads: UploadStore;
  readonly manifests: ManifestStore;
};

type Answer = (request: HttpRequest, resource: Resource) => Reply<Content> | Promise<Reply<Content>>;

/** By kind of resource and method; HEAD is answered like GET, without the body. */
const answersOf = ({ blobs, uploads, manifests }: Registry): Readonly<Record<string, Answer>> => {
  const routes = new UploadRoutes(uploads, blobs);
  const upload = (request: HttpRequest, { name, reference }: Resource) => ({
    ...request,
    name,
    id: reference,
  });
  return {
    "blob GET": (request, { reference }) => getBlob(blobs, reference, request),
    "manifest GET": (_, { name, reference }) => getManifest(manifests, name, reference),
    "manifest PUT": (request, { name, reference }) => putManifest(manifests, name, reference, request),
    "manifest DELETE": (_, { name, reference }) => deleteManifest(manifests, name, reference),
    "tags GET": ({ url }, { name }) => pagedList(url, manifests.tags(name), "tags", { name }),
    "uploads POST": (request, resource) => routes.begin(upload(request, resource)),
    "upload GET": (request, resource) => routes.status(upload(request, resource)),
    "upload PATCH": (request, resource) => routes.append(upload(request, resource)),
    "upload PUT": (request, resource) => routes.finish(upload(request, resource)),
    "upload DELETE": (request, resource) => routes.cancel(upload(request, resource)),
  };
};

const answerAt = (answers: Readonly<Record<string, Answer>>, method: string): Handler =>
  asRegistry((request) => {
    const { pathname } = request.url;
    const resource = resourceAt(pathname.slice("/v2/".length));
    if (resource === undefined)
      throw new RegistryProblem(404, "UNSUPPORTED", `no such resource: ${pathname}`);
    const answer = answers[`${resource.kind} ${method}`];
    if (answer === undefined)
      throw new RegistryProblem(405, "UNSUPPORTED", `${method} is not supported for ${pathname}`);
    return answer(request, resource);
  });

/** The registry's API. Source: OCI distribution specification 1.1. */
export const registryRoutes = (registry: Registry): Routes => {
  const answers = answersOf(registry);
  const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];
  return {
    "GET /v2/": asRegistry(() => json(200, {})),
    "GET /v2/_catalog": asRegistry(({ url }) =>
      pagedList(url, registry.manifests.repositories(), "repositories"),
    ),
    ...Object.fromEntries(methods.map((method) => [`${method} /v2/*`, answerAt(answers, method)])),
  };
};
