import { readdirSync, readlinkSync } from "node:fs";

type Held = { readonly inode: number; readonly pid: number };

/**
 * The network namespaces of this host's processes, each with its first process. Not lsns, which fails where a process
 * ends while it looks. Source: namespaces(7)
 */
export const networkNamespaces = (): Held[] => {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const all = pids.map(Number).flatMap((pid): Held[] => {
    try {
      return [{ pid, inode: Number(/\d+/.exec(readlinkSync(`/proc/${pid}/ns/net`))?.[0]) }];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
  return [...Map.groupBy(all, ({ inode }) => inode).values()].flatMap(([first]) => first ?? []);
};
