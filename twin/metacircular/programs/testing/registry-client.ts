import { createHash } from "node:crypto";
import { type Asked, type AskFields, askHttps } from "./ask-https.ts";

export const MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
const PIECE_BYTES = 65_536;

export const digestOf = (content: Buffer | string): string =>
  `sha256:${createHash("sha256").update(content).digest("hex")}`;

const piecesOf = (content: Buffer): readonly Buffer[] =>
  Array.from({ length: Math.ceil(content.length / PIECE_BYTES) }, (_, at) =>
    content.subarray(at * PIECE_BYTES, (at + 1) * PIECE_BYTES),
  );

/** The code of the first problem in an answer. */
export const problemIn = (body: Buffer): unknown =>
  (JSON.parse(body.toString()) as { errors: { code: string }[] }).errors[0]?.code;

/** Pushes and pulls as podman does: POST, one chunked PATCH, PUT. */
export class RegistryClient {
  readonly #port: number;
  readonly #host: AskFields;

  constructor(port: number, host?: string) {
    this.#port = port;
    this.#host = host === undefined ? {} : { host };
  }

  ask(method: string, path: string, fields: AskFields = {}): Promise<Asked> {
    return askHttps(this.#port, path, { method, ...fields, ...this.#host });
  }

  async begin(name: string): Promise<string> {
    const { status, headers } = await this.ask("POST", `/v2/${name}/blobs/uploads/`);
    if (status !== 202) throw new Error(`POST: ${status}`);
    return headers.location ?? "";
  }

  async pushBlob(name: string, content: Buffer, digest = digestOf(content)): Promise<Asked> {
    const patched = await this.ask("PATCH", await this.begin(name), {
      headers: { "content-type": "application/octet-stream" },
      body: piecesOf(content),
    });
    if (patched.status !== 202) throw new Error(`PATCH: ${patched.status} ${patched.body.toString()}`);
    return this.ask("PUT", `${patched.headers.location}?digest=${digest}`);
  }

  pushManifest(name: string, reference: string, content: string): Promise<Asked> {
    return this.ask("PUT", `/v2/${name}/manifests/${reference}`, {
      headers: { "content-type": MANIFEST_TYPE },
      body: content,
    });
  }

  /** An image of one layer, under this tag; the manifest's text is returned. */
  async pushImage(name: string, tag: string, layer: Buffer): Promise<string> {
    const config = Buffer.from('{"architecture":"amd64","os":"linux"}');
    for (const blob of [config, layer]) {
      const { status, body } = await this.pushBlob(name, blob);
      if (status !== 201) throw new Error(`PUT blob: ${status} ${body.toString()}`);
    }
    const manifest = manifestOf(config, layer);
    const { status, body } = await this.pushManifest(name, tag, manifest);
    if (status !== 201) throw new Error(`PUT manifest: ${status} ${body.toString()}`);
    return manifest;
  }
}

export const manifestOf = (config: Buffer, layer: Buffer): string =>
  JSON.stringify({
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    config: {
      mediaType: "application/vnd.oci.image.config.v1+json",
      digest: digestOf(config),
      size: config.length,
    },
    layers: [
      {
        mediaType: "application/vnd.oci.image.layer.v1.tar",
        digest: digestOf(layer),
        size: layer.length,
      },
    ],
  });
