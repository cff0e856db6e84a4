import { type HttpRequest, type Reply, readBody } from "../lib/http.ts";
import type { ManifestStore } from "./manifest-store.ts";
import { RegistryProblem } from "./registry-problem.ts";

/** Source: OCI distribution specification 1.1, "Pushing manifests". */
const LARGEST_MANIFEST_BYTES = 4 * 1_048_576;

export const getManifest = (manifests: ManifestStore, name: string, reference: string): Reply<Buffer> => {
  const { digest, mediaType, content } = manifests.get(name, reference);
  return {
    status: 200,
    headers: { "content-type": mediaType, "docker-content-digest": digest },
    body: content,
  };
};

export const putManifest = async (
  manifests: ManifestStore,
  name: string,
  reference: string,
  { request }: HttpRequest,
): Promise<Reply> => {
  const mediaType = request.headers["content-type"];
  if (mediaType === undefined) throw new RegistryProblem(400, "MANIFEST_INVALID", "Content-Type is missing");
  const content = await readBody(request, LARGEST_MANIFEST_BYTES);
  const digest = manifests.put(name, reference, mediaType, content);
  return {
    status: 201,
    headers: { location: `/v2/${name}/manifests/${digest}`, "docker-content-digest": digest },
    body: "",
  };
};

export const deleteManifest = (manifests: ManifestStore, name: string, reference: string): Reply => {
  manifests.delete(name, reference);
  return { status: 202, body: "" };
};
