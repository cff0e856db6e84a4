import { expect, test } from "vitest";
import { addressComes, addressGoes } from "./address-scripts.ts";
import type { Port } from "./rig-networks.ts";

const port: Port = {
  machine: "rift",
  network: "tailnet",
  name: "eth1",
  mac: "52:54:00:00:00:01",
  address: "198.51.100.10",
  prefix: 25,
  gateway: undefined,
};

test("an address goes from its interface and comes back to it", () => {
  expect(addressGoes(port)).toBe("ip address del 198.51.100.10/25 dev eth1");
  expect(addressComes(port)).toBe("ip address replace 198.51.100.10/25 broadcast + dev eth1");
});

test("with the address of the first network the default route comes back", () => {
  expect(addressComes({ ...port, name: "eth0", gateway: "198.51.100.126" })).toBe(
    "ip address replace 198.51.100.10/25 broadcast + dev eth0 && ip route replace default via 198.51.100.126 dev eth0",
  );
});
