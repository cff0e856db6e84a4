import type { Sources } from "./import-graph.ts";
import { fileOf, specifiersIn } from "./import-graph.ts";

/**
 * Files outside of a folder (or of one file) that import from it, or have its name as a text of their own, such as
 * `"dns"`; with an empty name, those that import from it alone.
 */
export const placesOf = (path: string, name: string, sources: Sources): string[] => {
  const isInside = (file: string): boolean => file === path || file.startsWith(`${path}/`);
  return [...sources]
    .filter(([file, text]) => {
      if (isInside(file) || /\.test\.ts$|\/testing\//.test(file)) return false;
      const isImported = specifiersIn(text).some((specifier) => isInside(fileOf(specifier, file) ?? ""));
      return isImported || (name !== "" && text.includes(`"${name}"`));
    })
    .map(([file]) => file)
    .sort();
};
