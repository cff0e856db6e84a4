import type { HttpRequest, Reply } from "../lib/http.ts";
import type { BlobStore } from "./blob-store.ts";
import { hexOf } from "./digest.ts";
import { checkName } from "./registry-path.ts";
import { RegistryProblem } from "./registry-problem.ts";
import type { UploadStore } from "./upload-store.ts";

/** Uploads of one repository. */
export type UploadRequest = HttpRequest & { readonly name: string; readonly id: string };

/** The range received so far; the specification has no form for none, and clients expect this one. */
const rangeOf = (size: number): string => `0-${Math.max(size - 1, 0)}`;

export class UploadRoutes {
  readonly #uploads: UploadStore;
  readonly #blobs: BlobStore;

  constructor(uploads: UploadStore, blobs: BlobStore) {
    this.#uploads = uploads;
    this.#blobs = blobs;
  }

  /** POST: begins an upload, or completes it at once, with the blob in the body or an existing blob. */
  async begin(request: UploadRequest): Promise<Reply> {
    const { name, url } = request;
    const mount = url.searchParams.get("mount");
    const from = url.searchParams.get("from");
    if (from !== null) checkName(from);
    if (mount !== null && this.#blobs.sizeOf(mount) !== undefined) return this.#created(name, mount);
    const digest = url.searchParams.get("digest");
    // Before the body is read, so that an invalid digest leaves no upload behind.
    if (digest !== null) hexOf(digest);
    const id = await this.#uploads.begin();
    return digest === null ? this.#status(202, name, id) : this.finish({ ...request, id });
  }

  /** PATCH: appends the body. */
  async append({ request, name, id }: UploadRequest): Promise<Reply> {
    const length = this.#checkRange(name, id, request.headers["content-range"]);
    await this.#uploads.append(id, request, length);
    return this.#status(202, name, id);
  }

  /** PUT: appends the body and makes the upload the blob of this digest. */
  async finish({ request, url, name, id }: UploadRequest): Promise<Reply> {
    const digest = url.searchParams.get("digest");
    if (digest === null)
      throw new RegistryProblem(400, "DIGEST_INVALID", "the digest is missing: add ?digest=sha256:…");
    const length = this.#checkRange(name, id, request.headers["content-range"]);
    await this.#uploads.finish(id, digest, request, length);
    return this.#created(name, digest);
  }

  status({ name, id }: UploadRequest): Reply {
    return this.#status(204, name, id);
  }

  async cancel({ id }: UploadRequest): Promise<Reply> {
    await this.#uploads.cancel(id);
    return { status: 204, body: "" };
  }

  #created(name: string, digest: string): Reply {
    return {
      status: 201,
      headers: { location: `/v2/${name}/blobs/${digest}`, "docker-content-digest": digest },
      body: "",
    };
  }

  #place(name: string, id: string): Readonly<Record<string, string>> {
    return {
      location: `/v2/${name}/blobs/uploads/${id}`,
      range: rangeOf(this.#uploads.sizeOf(id)),
      "docker-upload-uuid": id,
    };
  }

  #status(status: number, name: string, id: string): Reply {
    return { status, headers: this.#place(name, id), body: "" };
  }

  /** The length of the body by its header, `undefined` without one. @throws RegistryProblem out of order */
  #checkRange(name: string, id: string, header: string | undefined): number | undefined {
    const size = this.#uploads.sizeOf(id);
    if (header === undefined) return undefined;
    const [, start, end] = /^(?:bytes )?(\d+)-(\d+)(?:\/[\d*]+)?$/.exec(header) ?? [];
    if (Number(start) === size && Number(end) >= size) return Number(end) - size + 1;
    throw new RegistryProblem(
      416,
      "BLOB_UPLOAD_INVALID",
      `Content-Range is ${header}, but ${size} bytes have come`,
      this.#place(name, id),
    );
  }
}
