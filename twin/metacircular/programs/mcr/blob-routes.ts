import type { HttpRequest } from "../lib/http.ts";
import type { FilePart, Reply } from "../lib/reply.ts";
import type { BlobStore } from "./blob-store.ts";
import { byteRange } from "./byte-range.ts";
import { RegistryProblem } from "./registry-problem.ts";

/** A blob, or the part of it that the request asks for. */
export const getBlob = (blobs: BlobStore, digest: string, { request }: HttpRequest): Reply<FilePart> => {
  const size = blobs.sizeOf(digest);
  if (size === undefined)
    throw new RegistryProblem(404, "BLOB_UNKNOWN", `blob unknown to registry: ${digest}`);
  const range = byteRange(request.method === "HEAD" ? undefined : request.headers.range, size);
  if (range === undefined) {
    throw new RegistryProblem(416, "SIZE_INVALID", `the blob has ${size} bytes`, {
      "content-range": `bytes */${size}`,
    });
  }
  const isPart = range.end - range.start < size;
  return {
    status: isPart ? 206 : 200,
    headers: {
      "content-type": "application/octet-stream",
      "docker-content-digest": digest,
      "accept-ranges": "bytes",
      ...(isPart ? { "content-range": `bytes ${range.start}-${range.end - 1}/${size}` } : {}),
    },
    body: { file: blobs.fileOf(digest), ...range },
  };
};
