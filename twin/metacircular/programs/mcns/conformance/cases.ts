import type { ConformanceCase } from "./case.ts";
import { ALIAS_CASES } from "./cases/alias.ts";
import { AUTHORITY_CASES } from "./cases/authority.ts";
import { FORWARDING_CASES } from "./cases/forwarding.ts";
import { MALFORMED_CASES } from "./cases/malformed.ts";
import { NEGATIVE_CASES } from "./cases/negative.ts";
import { PROTOCOL_CASES } from "./cases/protocol.ts";

/** The answers that a server of these zones must give. */
export const CONFORMANCE_CASES: readonly ConformanceCase[] = [
  ...AUTHORITY_CASES,
  ...NEGATIVE_CASES,
  ...ALIAS_CASES,
  ...FORWARDING_CASES,
  ...PROTOCOL_CASES,
  ...MALFORMED_CASES,
];
