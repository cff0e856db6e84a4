import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * The files that take longest, of each project that runs several at a time: where the last one begins late, it runs
 * alone. Most of their time they wait for limits.
 */
export const longestFiles: readonly string[] = [
  "test/integration/engine-faults.test.ts",
  "test/integration/uid-change.test.ts",
  "test/integration/part-of-a-drill.test.ts",
  "test/integration/machine-faults.test.ts",
  "test/integration/image-build.test.ts",
  "harness/machines/network/hub/hub.integration.test.ts",
  "harness/machines/container/container.integration.test.ts",
];

/** The place of a file in the order of a run: the lower, the earlier. @param path with slashes */
export const placeOf = (path: string): number => {
  const place = longestFiles.findIndex((end) => path.endsWith(`/${end}`));
  return place < 0 ? longestFiles.length : place;
};

/** Begins with the files that take longest; the others keep vitest's own order. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => placeOf(a.moduleId) - placeOf(b.moduleId));
  }
}
