import type { DiskState } from "../machine.ts";

const filler = "/var/lib/drillbook-full";

/** Reserves most of the disk, which takes no time, and writes into the last blocks until none is free. */
const fill = `
free=$(($(stat --file-system --format='%a * %S' /)))
[ "$free" -lt 134217728 ] || fallocate --length $((free - 67108864)) ${filler}
cat /dev/zero >${filler}-rest 2>/dev/null
sync
! echo x 2>/dev/null >${filler}-probe || { rm -f ${filler}-probe; echo "there is still room" >&2; exit 1; }`;

/** What the guest itself does. The kernel is its own: nothing of this reaches the host. */
export const diskScripts: Readonly<Record<Exclude<DiskState, "failing">, string>> = {
  full: fill,
  // As the kernel does it after an error: even while files are open for writing.
  "read-only":
    "sync; echo u >/proc/sysrq-trigger; until grep -q ' / ext4 ro' /proc/mounts; do sleep 0.05; done",
  works: `mount -o remount,rw / && rm -f ${filler} ${filler}-rest`,
};
