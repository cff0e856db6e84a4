import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadScenario, scenarioIds } from "#harness/cli/scenario-files.ts";
import { repositoryRoot } from "#setup/repository.ts";
import { sourceDocuments } from "../../scenarios/claims/index.ts";
import { claimsDocument } from "./claims-document.ts";

export const claimsFile = join(repositoryRoot, "docs/claims.md");

/** docs/claims.md as the scenarios of this repository make it. */
export const ownClaimsDocument = async (): Promise<string> => {
  const folders = [join(repositoryRoot, "scenarios")];
  const scenarios = await Promise.all(scenarioIds(folders).map((id) => loadScenario(id, folders)));
  return claimsDocument(sourceDocuments, scenarios);
};

/** `npm run build:claims`: writes docs/claims.md. */
export const main = async (): Promise<number> => {
  writeFileSync(claimsFile, await ownClaimsDocument());
  return 0;
};
