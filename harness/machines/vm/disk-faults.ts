import type { Qmp } from "./qemu/qmp.ts";

const setDrive = (qmp: Qmp, node: string) =>
  qmp.call("qom-set", { path: "/machine/peripheral/disk", property: "drive", value: node });

/** Every write of the guest fails with an input/output error from now on. */
export const failWrites = async (qmp: Qmp): Promise<void> => {
  await qmp.call("blockdev-add", {
    driver: "blkdebug",
    "node-name": "failing",
    image: "root",
    "inject-error": [
      { event: "none", iotype: "write", errno: 5, once: false, immediately: false },
      { event: "none", iotype: "flush", errno: 5, once: false, immediately: false },
    ],
  });
  await setDrive(qmp, "failing");
};

export const mendDisk = async (qmp: Qmp): Promise<void> => {
  const nodes = (await qmp.call("query-named-block-nodes")) as readonly { readonly "node-name"?: string }[];
  if (!nodes.some((node) => node["node-name"] === "failing")) return;
  await setDrive(qmp, "root");
  await qmp.call("blockdev-del", { "node-name": "failing" });
};
