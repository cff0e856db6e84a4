import { type NeedsOf, NODES, SERVICES } from "./parts.ts";

const MCR_URL = `https://mcr.${SERVICES}:8443/v2/`;
const METACRYPT_URL = `https://metacrypt.${SERVICES}:8443/v1/health`;

/** Stage 2: authentication is on another machine, found by name. */
export const NEEDS_IDENTITY: NeedsOf = {
  names: ["mcias.metacircular.net"],
  urls: ["https://mcias.metacircular.net:8443/v1/health"],
};

export const NEEDS_REGISTRY: NeedsOf = { urls: [MCR_URL] };
export const NEEDS_AUTHORITY: NeedsOf = { urls: [METACRYPT_URL] };

/** Stage 3. */
export const NEEDS_CORE: NeedsOf = { urls: [MCR_URL, METACRYPT_URL] };

/** Stage 4. */
export const NEEDS_MASTER: NeedsOf = { urls: [`grpcs://rift.${NODES}:9555`] };
