import { readIndex } from "../diagnosis/read-index.ts";
import { updateStandalone } from "./standalone-file.ts";
import { updateSymptomIndex } from "./symptom-index-file.ts";

/** Brings what is made of the whole index up to date: `diagnose` as one file, where there is one, and README.md. */
export const updateIndexFiles = (runbooks: string): void => {
  const index = readIndex(runbooks);
  updateStandalone(runbooks, index);
  updateSymptomIndex(runbooks, index);
};
