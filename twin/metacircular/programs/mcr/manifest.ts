import { RegistryProblem } from "./registry-problem.ts";

/** The contents that a manifest declares. */
export type Descriptor = { readonly digest: string; readonly size: number };

export type Parts = {
  readonly blobs: readonly Descriptor[];
  /** The manifests of an index, one for each platform. */
  readonly manifests: readonly Descriptor[];
};

type Table = Readonly<Record<string, unknown>>;

const isTable = (value: unknown): value is Table =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const invalid = (why: string): RegistryProblem =>
  new RegistryProblem(400, "MANIFEST_INVALID", `manifest invalid: ${why}`);

const parseJson = (content: Buffer): Table => {
  try {
    const value: unknown = JSON.parse(content.toString("utf8"));
    if (isTable(value)) return value;
  } catch {
    // Reported below: for the client invalid JSON and a wrong type are the same error.
  }
  throw invalid("not a JSON object");
};

const descriptor = (value: unknown, where: string): Descriptor => {
  if (!isTable(value)) throw invalid(`${where} is no descriptor`);
  const { digest, size } = value;
  if (typeof digest !== "string" || typeof size !== "number")
    throw invalid(`${where} has no digest and size`);
  return { digest, size };
};

/** Layers with their own URLs are fetched from there, and need not be in the registry. */
const isElsewhere = (value: unknown): boolean => isTable(value) && Array.isArray(value["urls"]);

const descriptors = (value: unknown, where: string): readonly Descriptor[] => {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw invalid(`${where} is no list`);
  return value.filter((item) => !isElsewhere(item)).map((item, at) => descriptor(item, `${where}[${at}]`));
};

/**
 * The blobs and manifests that the manifest names. Source: OCI image specification, manifest and index.
 *
 * @throws RegistryProblem when it is no manifest, or not of the kind of `mediaType`.
 */
export const partsOf = (content: Buffer, mediaType: string): Parts => {
  const manifest = parseJson(content);
  if (manifest["schemaVersion"] !== 2) throw invalid("schemaVersion is not 2");
  const own = manifest["mediaType"];
  if (own !== undefined && own !== mediaType)
    throw invalid(`mediaType is ${String(own)}, but Content-Type is ${mediaType}`);
  const manifests = descriptors(manifest["manifests"], "manifests");
  if (manifest["config"] === undefined && manifest["manifests"] === undefined)
    throw invalid("neither config nor manifests");
  const config = manifest["config"] === undefined ? [] : [descriptor(manifest["config"], "config")];
  return { blobs: [...config, ...descriptors(manifest["layers"], "layers")], manifests };
};
