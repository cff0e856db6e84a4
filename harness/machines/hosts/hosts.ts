import { readFileSync } from "node:fs";
import { z } from "zod";

const rowSchema = z.strictObject({
  id: z.string(),
  /** In words, for the table. */
  host: z.string(),
  /** ID and VERSION_ID of os-release(5), or the codename where a release has no number yet. */
  release: z.string(),
  /** Of control groups. */
  cgroups: z.enum(["1", "2"]),
  engine: z.enum(["docker", "podman"]),
  rootless: z.boolean(),
  /** Started by the drill. */
  private: z.boolean(),
  user: z.enum(["root", "other"]),
  engineName: z.string(),
  /** The day of the last run of uid-change on a container machine; null: not run yet. */
  seenOn: z.iso.date().nullable(),
  /** The kernel of that run, in words. */
  kernel: z.string().nullable(),
  result: z.string(),
});

/** A host on which drillbook was tested, or will be. */
export type HostRow = z.infer<typeof rowSchema>;

/** The table's one source: docs/machines.md, `drill doctor` and the tests of hosts read it. */
export const hostRows = (): HostRow[] =>
  z
    .array(rowSchema)
    .parse(JSON.parse(readFileSync(new URL("hosts.json", import.meta.url), "utf8")) as unknown);
