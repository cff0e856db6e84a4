import { expect, test } from "vitest";
import { verifiedDrill } from "../../../test/golden/fixtures/drills.ts";
import { inventory, uidChange } from "../../../test/golden/fixtures/uid-change.ts";
import { wholeRunbook } from "../../../test/golden/fixtures/whole-runbook.ts";
import { definePlatform } from "../../platform/define-platform.ts";
import { realAddresses } from "./addresses.ts";

const { inText, leftIn } = realAddresses(uidChange, [], inventory);

test.each([
  ["as it is", "ping 192.0.2.10", ["192.0.2.10"]],
  ["as reverse DNS writes it", "10.2.0.192.in-addr.arpa", ["10.2.0.192"]],
  ["as a host name writes it", "ip-192-0-2-10.example", ["192-0-2-10"]],
  ["on each network", "198.51.100.10:53 and 192.0.2.10", ["192.0.2.10", "198.51.100.10"]],
])("an address of the rig is found %s", (_, text, left) => {
  expect(leftIn(text)).toEqual(left);
  expect(leftIn(inText(text))).toEqual([]);
});

test.each(["192.0.2.100", "1192.0.2.10", "192.0.2.99", "198.51.100.1"])(
  "an address that only looks like one of the rig is none: %s",
  (text) => {
    expect(leftIn(text)).toEqual([]);
  },
);

test("a page with an address of the rig in its front matter is not written", () => {
  const tags = ["podman", "at 192.0.2.10"];
  expect(() => wholeRunbook({ ...uidChange, tags }, verifiedDrill(), { inventory })).toThrow(
    new TypeError("a rig's address is left in the runbook: 192.0.2.10"),
  );
});

test("a path of the rig in what a drill printed is the platform's on the page", () => {
  const platform = definePlatform({
    machines: {},
    words: {
      config: { rig: "/etc/rig/app.toml", platform: "/srv/app/app.toml" },
      definitions: { rig: "/etc/rig", platform: "~/.config/app" },
      lab: { rig: "/srv/lab" },
      trust: { rig: "--cacert /etc/ca.pem", platform: "--insecure" },
    },
  });
  const { inText: onPage } = realAddresses(uidChange, [], inventory, platform);
  expect(onPage("open /etc/rig/app.toml: no such file, /etc/rig/a /etc/rig-2 /srv/lab")).toBe(
    "open /srv/app/app.toml: no such file, ~/.config/app/a /etc/rig-2 /srv/lab",
  );
});
