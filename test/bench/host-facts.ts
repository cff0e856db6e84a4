import { availableParallelism, loadavg, release } from "node:os";
import { execa } from "execa";

/** The facts about the host for comparing these times with others. */
export const hostFacts = async (engineName: string | undefined): Promise<Record<string, string>> => ({
  cores: String(availableParallelism()),
  kernel: release(),
  node: process.version.slice(1),
  ...(engineName === undefined ? {} : { engine: engineName, "docker CLI": await dockerVersion() }),
  load: (loadavg()[0] ?? 0).toFixed(1),
});

const dockerVersion = async (): Promise<string> => {
  const { stdout } = await execa("docker", ["--version"], { reject: false });
  return /version ([^\s,]+)/.exec(stdout ?? "")?.[1] ?? "none";
};
