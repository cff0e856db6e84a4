import { readFileSync } from "node:fs";

/** The version in the package's own package.json. */
export const drillbookVersion = (): string => {
  const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
};
