import { claimsOf, type SourceDocument } from "drillbook";
import { aiStackDocument } from "./ai-stack.ts";
import { dnsDayDocument } from "./dns-day.ts";
import { drDocument } from "./dr.ts";
import { incidentDocument } from "./incident.ts";
import { nixDocument } from "./nix.ts";

/** The documents that the incidents are taken from. Claims are numbered through all of them. */
export const sourceDocuments: readonly SourceDocument[] = [
  incidentDocument,
  drDocument,
  nixDocument,
  dnsDayDocument,
  aiStackDocument,
];

export const incident = claimsOf(incidentDocument);
export const dr = claimsOf(drDocument);
export const nix = claimsOf(nixDocument);
export const dnsDay = claimsOf(dnsDayDocument);
export const aiStack = claimsOf(aiStackDocument);
