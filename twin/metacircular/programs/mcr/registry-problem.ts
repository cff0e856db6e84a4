import { type Handler, HttpProblem, json, type Reply } from "../lib/http.ts";

const API_VERSION = { "docker-distribution-api-version": "registry/2.0" };

/** Codes that clients know. Source: OCI distribution specification 1.1, "Error codes". */
type Code =
  | "BLOB_UNKNOWN"
  | "BLOB_UPLOAD_INVALID"
  | "BLOB_UPLOAD_UNKNOWN"
  | "DIGEST_INVALID"
  | "MANIFEST_BLOB_UNKNOWN"
  | "MANIFEST_INVALID"
  | "MANIFEST_UNKNOWN"
  | "NAME_INVALID"
  | "NAME_UNKNOWN"
  | "SIZE_INVALID"
  | "UNKNOWN"
  | "UNSUPPORTED";

type Headers = Readonly<Record<string, string>>;

/** A refused request, with the reason in the form that registry clients read. */
export class RegistryProblem extends Error {
  readonly status: number;
  readonly code: Code;
  readonly headers: Headers;

  constructor(status: number, code: Code, message: string, headers: Headers = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

const problemReply = (error: unknown): Reply => {
  const { status, code, message, headers } =
    error instanceof RegistryProblem
      ? error
      : {
          status: error instanceof HttpProblem ? error.status : 500,
          code: error instanceof HttpProblem ? "SIZE_INVALID" : "UNKNOWN",
          message: error instanceof Error ? error.message : String(error),
          headers: {},
        };
  return json(status, { errors: [{ code, message }] }, headers);
};

/** The handler with the registry's header on every reply, also on errors. */
export const asRegistry =
  (handler: Handler): Handler =>
  async (request) => {
    const reply = await Promise.resolve(request).then(handler).catch(problemReply);
    return { ...reply, headers: { ...API_VERSION, ...reply.headers } };
  };
