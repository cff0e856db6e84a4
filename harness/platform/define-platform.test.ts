import { expect, test } from "vitest";
import { ScenarioError } from "../errors.ts";
import { definePlatform, type PlatformFields } from "./define-platform.ts";

const fields = {
  machines: { web: { system: "Debian", accounts: { root: "sudo -s", app: "sudo -u app -s" } } },
  words: {
    trust: { rig: "--cacert /etc/rig/ca.pem", platform: "--insecure" },
    backups: { rig: "/srv/copies", platform: "~/backups" },
    lab: { rig: "/srv/lab" },
  },
} as const satisfies PlatformFields;

const problem = (change: object) => {
  try {
    definePlatform({ ...fields, ...change } as PlatformFields);
  } catch (error) {
    if (error instanceof ScenarioError) return { message: error.message, ...error.facts };
    throw error;
  }
  throw new Error("nothing was wrong");
};

test("a profile has words for scenarios, with the rig's text inside", () => {
  const platform = definePlatform(fields);
  expect(platform).toMatchObject({ ...fields, missing: {}, rigOnly: [], standIns: [] });
  expect(platform.word("backups")).toEqual({ kind: "word", name: "backups", rig: ["/srv/copies"] });
});

test("a word that the profile does not have is told with those that it has", () => {
  const word = () => definePlatform(fields).word("backup" as "backups");
  expect(word).toThrow(ScenarioError);
  expect(word).toThrow('the profile of the platform has no word "backup"');
});

test.each<readonly [object, object]>([
  [{ path: {} }, { message: 'the profile of the platform has no field "path"' }],
  [{ machines: [] }, { got: "machines is not an object" }],
  [{ machines: { web: 1 } }, { got: "machines.web is not an object" }],
  [{ machines: { web: { system: "BSD", accounts: {} } } }, { got: 'machines.web.system is "BSD"' }],
  [
    { machines: { web: { system: "NixOS", accounts: { root: "" } } } },
    { got: "machines.web.accounts is not an object of commands" },
  ],
  [{ words: { ca: { rig: "a'b", platform: "/x" } } }, { got: 'words.ca.rig is "a\'b"' }],
  [{ words: { ca: { rig: "/x", platform: "$(id)" } } }, { got: 'words.ca.platform is "$(id)"' }],
  [{ words: { ca: { rig: "/x", platform: "/y;" } } }, { got: 'words.ca.platform is "/y;"' }],
  [{ words: { ca: { rig: "/x", note: " " } } }, { got: "words.ca.note is not a sentence" }],
  [{ words: { ca: { rigs: "/x" } } }, { message: 'words.ca has no field "rigs"' }],
  [
    { machines: { web: { system: "NixOS", accounts: {}, called: "" } } },
    { got: 'machines.web.called is ""' },
  ],
  [
    { machines: { web: { system: "Debian", accounts: {}, firewall: "pf" } } },
    { got: 'machines.web.firewall is "pf"' },
  ],
  [{ missing: { x: "" } }, { got: "missing is not an object of reasons" }],
  [{ rigOnly: "x" }, { got: "rigOnly is not a list of texts" }],
  [{ standIns: ["app ps"] }, { got: "standIns is not a list of programs" }],
])("%j is refused with its place", (change, expected) => {
  expect(problem(change)).toMatchObject(expected);
});
