import { RegistryProblem } from "./registry-problem.ts";

/** The resource of a path below `/v2/`; `name` is the repository, which may contain slashes. */
export type Resource = {
  readonly kind: "blob" | "manifest" | "tags" | "upload" | "uploads";
  readonly name: string;
  readonly reference: string;
};

const KINDS: readonly (readonly [Resource["kind"], RegExp])[] = [
  ["uploads", /^(.+)\/blobs\/uploads\/?$/],
  ["upload", /^(.+)\/blobs\/uploads\/([^/]+)$/],
  ["blob", /^(.+)\/blobs\/([^/]+)$/],
  ["manifest", /^(.+)\/manifests\/([^/]+)$/],
  ["tags", /^(.+)\/tags\/list$/],
];

const LONGEST_NAME = 255;
/** Source: OCI distribution specification 1.1, "Pulling manifests". */
const NAME = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^\w[\w.-]{0,127}$/;

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new RegistryProblem(400, "NAME_INVALID", "the path is not well-formed");
  }
};

/** @throws RegistryProblem when it is no name of a repository. */
export const checkName = (name: string): string => {
  if (name.length <= LONGEST_NAME && NAME.test(name)) return name;
  throw new RegistryProblem(400, "NAME_INVALID", `invalid repository name: ${name.slice(0, LONGEST_NAME)}`);
};

const checkTag = (reference: string): void => {
  if (reference.includes(":") || TAG.test(reference)) return;
  throw new RegistryProblem(400, "MANIFEST_INVALID", `invalid tag: ${reference}`);
};

/** The resource of a path after `/v2/`, `undefined` when there is none. @throws RegistryProblem for bad names */
export const resourceAt = (encoded: string): Resource | undefined => {
  const path = decode(encoded);
  for (const [kind, pattern] of KINDS) {
    const [, name, reference = ""] = pattern.exec(path) ?? [];
    if (name === undefined) continue;
    if (kind === "manifest") checkTag(reference);
    return { kind, name: checkName(name), reference };
  }
  return undefined;
};
