import { expect, test } from "vitest";
import { firewall } from "../checks/firewall.ts";
import { definePlatform } from "../platform/define-platform.ts";
import { check } from "./check.ts";
import { commandLine } from "./command-line.ts";
import { type LastingFields, lasting } from "./lasting.ts";
import { machine } from "./machine.ts";
import { rigTextProblems } from "./platform-problems.ts";
import { onPlatform, type PlatformMachine } from "./platform-profile.ts";
import { type Procedure, procedure, type Scenario, scenario } from "./scenario.ts";
import { step } from "./step.ts";
import { type FirewallCommand, fill, inRig } from "./text.ts";
import { problemsOf } from "./validate.ts";

const platform = definePlatform({
  machines: { web: { system: "Debian", accounts: { root: "sudo -s", app: "sudo -u app -s" } } },
  words: {
    backups: { rig: "/srv/copies", platform: "/var/backups" },
    lab: { rig: "/srv/lab" },
    trust: { rig: "--cacert /etc/rig/ca.pem", platform: "--insecure" },
  },
  missing: { "app restore": "it is not built yet" },
  rigOnly: ["/usr/local/lib/rig"],
});

const web = machine("web", { addresses: { lan: "192.0.2.10" }, users: ["app", "ops"] });
const alive = check("it is alive", web.root.sh`true`);
const doing = (run: ReturnType<typeof web.root.sh>) => step("Do it", { why: "because", run, verify: alive });
const way = (run: ReturnType<typeof web.root.sh>, more: Partial<Procedure> = {}) => ({
  mend: procedure({ title: "Mend it", summary: "", steps: [doing(run)], ...more }),
});

const valid = scenario({
  ...{ id: "some-incident", title: "Something broke", source: "a test", summary: "It broke." },
  rig: { networks: [{ name: "lan", subnet: "192.0.2.0/24" }], machines: [web.spec], setup: [], samples: [] },
  steady: [alive],
  fault: [doing(web.root.sh`rm -r /srv/copies /usr/local/lib/rig`)],
  symptoms: [alive],
  procedures: way(web.root.sh`true`),
  checklist: [alive],
});

const problems = (change: Partial<Scenario>): string[] =>
  problemsOf({ ...valid, ...change }, undefined, platform);
const rigTexts = (change: Partial<Scenario>): string[] => rigTextProblems({ ...valid, ...change }, platform);

const copy = web.root.sh`cp ${platform.word("backups")}/a.db /srv/a.db`;

test("a drill inserts the rig's text of a word, a page the platform's", () => {
  const addressOf = () => "10.0.0.1";
  expect(commandLine(copy, inRig(addressOf))).toBe("cp /srv/copies/a.db /srv/a.db");
  expect(commandLine(copy, onPlatform(addressOf, platform))).toBe("cp /var/backups/a.db /srv/a.db");
  expect(commandLine(copy, onPlatform(addressOf, undefined))).toBe("cp /srv/copies/a.db /srv/a.db");
});

test("a command of the rig alone has the platform's in its place on the page", () => {
  const rebuild = web.root.sh`/usr/local/lib/rig/apply ${web.on("lan")}`.typedAs([
    "systemctl restart app # ",
    web.on("lan"),
  ]);
  const addressOf = () => "10.0.0.1";
  expect(commandLine(rebuild, inRig(addressOf))).toBe("/usr/local/lib/rig/apply 10.0.0.1");
  expect(commandLine(rebuild, onPlatform(addressOf, platform))).toBe("systemctl restart app # 10.0.0.1");
  expect(rigTexts({ procedures: way(rebuild) })).toEqual([]);
});

test("what a page needs and the profile has is no problem", () => {
  expect(problems({ procedures: way(copy) })).toEqual([]);
  expect(problems({ procedures: way(web.account("app").sh`id`) })).toEqual([]);
});

test("a word without a text of the platform is refused where a page would have it", () => {
  const lab = web.root.sh`ls ${platform.word("lab")}`;
  expect(problems({ procedures: way(lab) })).toEqual([
    `procedure mend › step 1 › action 1: the platform's profile has no text of the platform for "lab"; the page cannot be written`,
  ]);
  expect(problems({ reference: [{ title: "Where", text: [platform.word("lab")] }] })).toHaveLength(1);
  expect(problems({ fault: [doing(lab)] })).toEqual([]);
});

test("a word of another profile is refused", () => {
  const other = definePlatform({ machines: {}, words: { logs: { rig: "/a", platform: "/b" } } });
  expect(problems({ symptoms: [check("x", web.root.sh`ls ${other.word("logs")}`)] })).toEqual([
    `symptoms › check 1: the platform's profile has no word "logs"`,
  ]);
});

test("an account is refused that the profile tells no way to", () => {
  expect(problems({ procedures: way(web.account("ops").sh`id`) })).toEqual([
    "procedure mend › step 1 › action 1: the platform's profile does not say how one becomes ops on web",
  ]);
});

test("a change of a firewall is refused where the profile names none", () => {
  const open = way(firewall(web).allow(53, "udp"));
  expect(problems({ procedures: open })).toEqual([
    "procedure mend › step 1 › action 1: the platform's profile does not say which firewall web has",
  ]);
  expect(problems({ fault: [doing(firewall(web).allow(53))] })).toEqual([]);
  const withUfw = definePlatform({
    machines: { web: { system: "Debian", accounts: { root: "sudo -s" }, firewall: "ufw" } },
    words: {},
  });
  expect(problemsOf({ ...valid, procedures: open }, undefined, withUfw)).toEqual([]);
});

test("a page has the command of the firewall that the profile names, whichever a rig has", () => {
  const open: FirewallCommand = {
    kind: "firewall",
    machine: "web",
    task: { do: "allow", port: 53, protocol: "udp" },
    rig: ["another one"],
  };
  const onWeb = (named: Pick<PlatformMachine, "firewall">): string => {
    const machines = { web: { system: "Debian", accounts: {}, ...named } } as const;
    return fill(
      open,
      onPlatform(() => "", definePlatform({ machines, words: {} })),
    );
  };
  expect(onWeb({ firewall: "ufw" })).toBe("ufw allow 53/udp");
  expect(onWeb({})).toBe("another one");
});

test("a machine that the profile does not have is refused", () => {
  const without = definePlatform({ machines: {}, words: {} });
  expect(problemsOf(valid, undefined, without)).toContain(
    `symptoms › check 1: the platform's profile has no machine "web"`,
  );
});

test("a command that the platform does not have is allowed in a procedure that says so, or with another in its place", () => {
  const restore = web.root.sh`app restore --all`;
  expect(problems({ procedures: way(restore) })).toEqual([
    'procedure mend › step 1 › action 1: uses "app restore", which the platform does not have (it is not built yet); write typedAs(…), or needs of the procedure',
  ]);
  expect(problems({ procedures: way(restore, { needs: "`app restore`" }) })).toEqual([]);
  expect(problems({ procedures: way(restore.typedAs("app deploy --all")) })).toEqual([]);
  expect(problems({ checklist: [alive, check("x", restore)] })).toHaveLength(1);
  expect(problems({ endurance: [doing(restore)] })).toEqual([]);
});

test("a step says how its change lasts on the system of its machine", () => {
  const lastingStep = (fields: LastingFields): Partial<Scenario> => ({
    procedures: {
      mend: procedure({
        title: "Mend it",
        summary: "",
        steps: [{ ...doing(web.root.sh`true`), lasting: lasting(fields) }],
      }),
    },
  });
  expect(problems(lastingStep({ nixos: "a = 1;" }))).toEqual([
    "procedure mend › step 1: lasting says nothing of Debian, which web has",
  ]);
  expect(problems(lastingStep({ nixos: "a = 1;", debian: "echo a" }))).toEqual([]);
  expect(problems(lastingStep({ byHand: "Tick the box." }))).toEqual([]);
});

test.each<readonly [string, Partial<Scenario>, string]>([
  [
    "a path in a command",
    { procedures: way(web.root.sh`cp /srv/copies/a.db /srv`) },
    'procedure mend › step 1 › action 1: has the rig\'s /srv/copies; write word("backups")',
  ],
  [
    "a path in a pattern",
    { symptoms: [check("x", web.root.sh`ls`.prints(/^\/srv\/copies$/))] },
    'symptoms › check 1: has the rig\'s /srv/copies; write word("backups")',
  ],
  [
    "an option",
    { symptoms: [check("x", web.root.sh`curl --cacert /etc/rig/ca.pem https://web/`)] },
    'symptoms › check 1: has the rig\'s --cacert /etc/rig/ca.pem; write word("trust")',
  ],
  [
    "a program of the rig",
    { procedures: way(web.root.sh`/usr/local/lib/rig/apply`) },
    "procedure mend › step 1 › action 1: has the rig's /usr/local/lib/rig; only rigs have it; write typedAs(…) with the platform's command",
  ],
  [
    "a text",
    { summary: "All is in /srv/copies." },
    'summary: has the rig\'s /srv/copies; write word("backups")',
  ],
  [
    "an address",
    { procedures: way(web.root.sh`ping 192.0.2.10`) },
    "procedure mend › step 1 › action 1: has the rig's address 192.0.2.10; write the machine's address",
  ],
])("%s that only the rig has is found on the page", (_, change, expected) => {
  expect(rigTexts(change)).toEqual([expected]);
});

test("a path with a longer name is another, and what no page has is free", () => {
  expect(
    rigTexts({ procedures: way(web.root.sh`cp /srv/copies.tar /old/srv/copies /srv/copies-2`) }),
  ).toEqual([]);
  expect(rigTexts({ fault: valid.fault })).toEqual([]);
  const otherAddresses = { "192.0.2.99": "(an address of google.com)" };
  const rig = { ...valid.rig, otherAddresses };
  expect(rigTexts({ rig, procedures: way(web.root.sh`ping 192.0.2.99`) })).toEqual([]);
});
