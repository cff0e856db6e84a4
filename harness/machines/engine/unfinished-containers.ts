import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * Removes from a store what a daemon left that was killed while it made a container: a folder without a
 * configuration, which no daemon takes up again or removes. No daemon may use the store meanwhile.
 */
export const removeUnfinishedContainers = (dataRoot: string): void => {
  const folder = join(dataRoot, "containers");
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (existsSync(join(folder, name, "config.v2.json"))) continue;
    rmSync(join(folder, name), { recursive: true, force: true });
  }
};
